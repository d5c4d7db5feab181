using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;

namespace ElasticMoE.ControlPlane.Tests.Journals.Histories;

/// <summary>One candidate of a history: it does what it pleases, often with what it knew before.</summary>
internal sealed class HistoryClient(IJournal journal, string name, Random random, Func<long> instant)
{
    private readonly List<HistoryOperation> _operations = [];
    private JournalHead _seen = JournalHead.Empty;
    private long _number;
    private JournalEntry? _unsettled;

    public IReadOnlyList<HistoryOperation> Operations => _operations;

    public void Run(int operations)
    {
        for (int i = 0; i < operations; i++)
            Step();
    }

    private void Step()
    {
        switch (_unsettled is null ? random.Next(6) : 3)
        {
            case 0:
                Record("head", journal.ReadHead, model => (model, JournalResult<JournalHead>.Done(model.Head)), answer => _seen = answer);
                break;
            case 1:
                JournalHead seen = _seen;
                string holder = $"{name}{random.Next()}";
                Record($"take {seen.Number}/{seen.Renewal}", () => journal.Take(seen, holder), model => model.Take(seen, holder), answer => _number = answer);
                break;
            case 2:
                long number = _number;
                Record($"renew {number}", () => journal.Renew(number), model => model.Renew(number), _ => { });
                break;
            case 3 or 4:
                Append();
                break;
            default:
                Record("read", () => journal.Read(0, 100), model => (model, model.Read(0, 100)), answer => _seen = _seen with { Last = answer.Count });
                break;
        }
    }

    private void Append()
    {
        (long number, long after) = (_number, _seen.Last);
        byte[] id = new byte[16];
        random.NextBytes(id);
        JournalEntry entry = _unsettled ?? new JournalEntry(new Guid(id), id);
        JournalOutcome outcome = Record($"append {entry.Id.ToString()[..4]} under {number} after {after}", () => journal.Append(number, after, [entry]), model => model.Append(number, after, [entry]), answer => _seen = _seen with { Last = answer });
        bool wasUnsettled = _unsettled is not null;
        if (outcome is JournalOutcome.Done or JournalOutcome.Refused or JournalOutcome.Conflict)
            _unsettled = null;
        else if (outcome == JournalOutcome.Unknown || wasUnsettled)
            _unsettled = entry;
    }

    private JournalOutcome Record<T>(string text, Func<JournalResult<T>> call, Func<JournalModel, (JournalModel Next, JournalResult<T> Answer)> expected, Action<T> learn)
    {
        long called = instant();
        JournalResult<T> answer = call();
        long returned = instant();
        text = $"{name} {text} → {answer.Outcome} {Text(answer.Value)}";
        // What the store says did not happen changes nothing at any instant.
        if (answer.Outcome is JournalOutcome.Done or JournalOutcome.Refused or JournalOutcome.Conflict)
            _operations.Add(new(text, called, returned, false, model => expected(model) is var (next, wanted) && wanted.Outcome == answer.Outcome && Text(wanted.Value) == Text(answer.Value) ? next : null));
        else if (answer.Outcome == JournalOutcome.Unknown)
            _operations.Add(new(text, called, long.MaxValue, true, model => expected(model).Next));
        if (answer.IsDone)
            learn(answer.Value);
        return answer.Outcome;
    }

    private static string Text<T>(T value) => value is IReadOnlyList<JournalRecord> records
        ? string.Join(' ', records.Select(record => $"{record.Index}:{record.Lease}:{record.Id.ToString()[..4]}"))
        : $"{value}";
}
