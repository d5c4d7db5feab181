using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.ControlPlane.Tests.Journals.Reference;

/// <summary>A journal with one fault, to show that histories are judged.</summary>
internal sealed class ForgetfulJournal(JournalFault fault) : IJournal
{
    private readonly MemoryJournal _inner = new();
    private int _appends;

    public string Name => "forgetful";

    public JournalResult<JournalHead> ReadHead() => _inner.ReadHead();

    public JournalResult<long> Take(JournalHead seen, string holder) => _inner.Take(fault == JournalFault.TakesFromAnyone ? _inner.ReadHead().Value : seen, holder);

    public JournalResult<long> Renew(long number) => _inner.Renew(number);

    public JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries)
    {
        if (fault == JournalFault.LosesEvents && ++_appends % 3 == 0)
            return JournalResult<long>.Done(after + entries.Count);
        return _inner.Append(fault == JournalFault.ForgetsTheNumber ? _inner.ReadHead().Value.Number : number, after, entries);
    }

    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax) => _inner.Read(after, countMax);

    public JournalResult<JournalSnapshot?> ReadSnapshot() => _inner.ReadSnapshot();

    public JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot) => _inner.SaveSnapshot(number, snapshot);

    public JournalResult<long> Trim(long number, long through) => _inner.Trim(number, through);

    public void Dispose() => _inner.Dispose();
}
