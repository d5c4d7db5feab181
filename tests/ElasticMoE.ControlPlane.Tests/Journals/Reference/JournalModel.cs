using System.Collections.Immutable;
using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.ControlPlane.Tests.Journals.Reference;

/// <summary>What a journal is, without threads, files and databases: each operation gives the next state and the answer.</summary>
internal sealed record JournalModel
{
    public static JournalModel Empty { get; } = new();

    public JournalHead Head { get; init; } = JournalHead.Empty;

    public ImmutableList<JournalRecord> Records { get; init; } = [];

    public JournalSnapshot? Snapshot { get; init; }

    public long BytesMax { get; init; } = long.MaxValue;

    public (JournalModel Next, JournalResult<long> Answer) Take(JournalHead seen, string holder) =>
        (Head.Number, Head.Renewal) == (seen.Number, seen.Renewal) ? (this with { Head = Head with { Number = seen.Number + 1, Renewal = 0, Holder = holder } }, JournalResult<long>.Done(seen.Number + 1))
        : Head.Number == seen.Number + 1 && Head.Holder == holder ? (this, JournalResult<long>.Done(Head.Number))
        : (this, No(JournalOutcome.Conflict));

    public (JournalModel Next, JournalResult<long> Answer) Renew(long number) => number == Head.Number
        ? (this with { Head = Head with { Renewal = Head.Renewal + 1 } }, JournalResult<long>.Done(Head.Renewal + 1))
        : (this, JournalAnswers.Refused(Head, number));

    public (JournalModel Next, JournalResult<long> Answer) Append(long number, long after, IReadOnlyList<JournalEntry> entries)
    {
        if (Records.Find(record => record.Id == entries[^1].Id) is { } there)
            return (this, JournalResult<long>.Done(there.Index));
        if (number != Head.Number)
            return (this, JournalAnswers.Refused(Head, number));
        if (after != Head.Last)
            return (this, No(JournalOutcome.Conflict));
        if (Records.Sum(record => record.Body.Length) + entries.Sum(entry => entry.Body.Length) > BytesMax)
            return (this, No(JournalOutcome.Full));
        ImmutableList<JournalRecord> records = Records.AddRange(entries.Select((entry, i) => new JournalRecord(after + 1 + i, number, entry.Id, entry.Body)));
        return (this with { Head = Head with { Last = after + entries.Count }, Records = records }, JournalResult<long>.Done(after + entries.Count));
    }

    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax) => after < Head.First - 1
        ? JournalResult<IReadOnlyList<JournalRecord>>.Failed(JournalOutcome.Conflict, "")
        : JournalResult<IReadOnlyList<JournalRecord>>.Done([.. Records.Where(record => record.Index > after).Take(countMax)]);

    public (JournalModel Next, JournalResult<long> Answer) SaveSnapshot(long number, JournalSnapshot snapshot)
    {
        if (number != Head.Number)
            return (this, JournalAnswers.Refused(Head, number));
        if (snapshot.Index > Head.Last || snapshot.Index < Head.First - 1)
            return (this, No(JournalOutcome.Conflict));
        return (this with { Snapshot = Snapshot?.Index > snapshot.Index ? Snapshot : snapshot }, JournalResult<long>.Done(snapshot.Index));
    }

    public (JournalModel Next, JournalResult<long> Answer) Trim(long number, long through)
    {
        if (number != Head.Number)
            return (this, JournalAnswers.Refused(Head, number));
        if (through >= Head.Last || through > (Snapshot?.Index ?? 0))
            return (this, No(JournalOutcome.Conflict));
        long first = Math.Max(Head.First, through + 1);
        return (this with { Head = Head with { First = first }, Records = Records.RemoveAll(record => record.Index < first) }, JournalResult<long>.Done(first));
    }

    /// <summary>Two states with the same key answer everything alike.</summary>
    public string Key() => $"{Head} {Snapshot?.Index} {string.Join(',', Records.Select(record => record.Id))}";

    private static JournalResult<long> No(JournalOutcome outcome) => JournalResult<long>.Failed(outcome, "the model says so");
}
