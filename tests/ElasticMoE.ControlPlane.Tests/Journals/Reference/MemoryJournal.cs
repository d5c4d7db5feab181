using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.ControlPlane.Tests.Journals.Reference;

/// <summary>The model behind a lock: the obvious reference that the contract is first tried on.</summary>
internal sealed class MemoryJournal(JournalModel? start = null) : IJournal
{
    private readonly SemaphoreSlim _turn = new(1);
    private JournalModel _model = start ?? JournalModel.Empty;

    public string Name => "memory";

    /// <summary>Operations that wait longer than this are given up.</summary>
    public TimeSpan BusyAfter { get; init; } = TimeSpan.FromMinutes(1);

    public JournalResult<JournalHead> ReadHead() => Do(model => (model, JournalResult<JournalHead>.Done(model.Head)));

    public JournalResult<long> Take(JournalHead seen, string holder)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        return Do(model => model.Take(seen, holder));
    }

    public JournalResult<long> Renew(long number) => Do(model => model.Renew(number));

    public JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count);
        return Do(model => model.Append(number, after, entries));
    }

    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return Do(model => (model, model.Read(after, countMax)));
    }

    public JournalResult<JournalSnapshot?> ReadSnapshot() => Do(model => (model, JournalResult<JournalSnapshot?>.Done(model.Snapshot)));

    public JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot) => Do(model => model.SaveSnapshot(number, snapshot));

    public JournalResult<long> Trim(long number, long through) => Do(model => model.Trim(number, through));

    /// <summary>Holds everything up until it is disposed.</summary>
    public IDisposable HoldUp()
    {
        _turn.Wait();
        return new Undo(() => _turn.Release());
    }

    public void Change(Func<JournalModel, JournalModel> change) => _model = change(_model);

    public void Dispose() => _turn.Dispose();

    private JournalResult<T> Do<T>(Func<JournalModel, (JournalModel, JournalResult<T>)> operation)
    {
        if (!_turn.Wait(BusyAfter))
            return JournalResult<T>.Failed(JournalOutcome.Busy, "held up");
        (_model, JournalResult<T> answer) = operation(_model);
        _turn.Release();
        return answer;
    }
}
