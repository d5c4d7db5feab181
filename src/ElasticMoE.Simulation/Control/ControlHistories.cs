using ElasticMoE.Contracts.Control;
using ElasticMoE.Simulation.Linearizability;

namespace ElasticMoE.Simulation.Control;

/// <summary>
/// What was asked of journal and lease, from call to answer, and who led from when to when: both have to be linearizable. What wasn't answered, or with
/// nobody knowing, may have happened at any later time, or never.
/// </summary>
internal sealed class ControlHistories(ControlScene scene)
{
    /// <summary>Moments of one millisecond are told apart by their order.</summary>
    private const int OrderBits = 20;

    private readonly List<RecordedOperation<JournalOperation>> _journal = [];
    private readonly List<RecordedOperation<LeadershipOperation>> _leaderships = [];
    private readonly SortedDictionary<EventId, long> _submitted = [];
    private readonly SortedSet<EventId> _acknowledged = [];
    private long _lastMoment;

    /// <summary>A moment after all before it.</summary>
    public long Moment() => _lastMoment = Math.Max(_lastMoment + 1, scene.NowMs << OrderBits);

    /// <summary>Something is asked of the journal.</summary>
    /// <param name="operation">With an outcome that nobody knows.</param>
    /// <returns>Its number.</returns>
    public int Called(JournalOperation operation)
    {
        _journal.Add(new(operation, Moment(), null));
        return _journal.Count - 1;
    }

    /// <summary>It is answered.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="operation">With its outcome.</param>
    public void Answered(int number, JournalOperation operation) => _journal[number] = _journal[number] with { Operation = operation, AnsweredAt = Moment() };

    /// <summary>A supervisor replays the journal.</summary>
    public void Replayed(EntryChain entries)
    {
        var replay = new JournalOperation.Replay(entries);
        Answered(Called(replay), replay);
    }

    /// <summary>An operator submits a command, perhaps once more.</summary>
    public void Submitted(EventId command) => _submitted.TryAdd(command, Moment());

    /// <summary>An operator is told that a command is accepted.</summary>
    public void Acknowledged(EventId command)
    {
        if (_acknowledged.Add(command))
            _journal.Add(new(new JournalOperation.Acknowledge(command), _submitted.GetValueOrDefault(command), Moment()));
    }

    /// <summary>A candidate leads from now on.</summary>
    /// <param name="number">Under which number.</param>
    /// <param name="askedAt">When it asked for it.</param>
    public void Began(long number, long askedAt) => _leaderships.Add(new(new LeadershipOperation.Begin(number), askedAt, Moment()));

    /// <summary>A candidate leads no more.</summary>
    /// <param name="number">Under which number it led.</param>
    /// <param name="untilMs">Until when it might have.</param>
    /// <param name="isKnown">Whether it knows.</param>
    public void Ended(long number, long untilMs, bool isKnown)
    {
        long now = Moment();
        _leaderships.Add(new(new LeadershipOperation.End(number), Math.Min(now, untilMs << OrderBits), isKnown ? now : null));
    }

    /// <summary>What no order explains; null where one explains all.</summary>
    public string? Unexplained()
    {
        foreach (ControlCandidate candidate in scene.Candidates)
            candidate.NoteOverdue();
        return Told("journal and lease", new LinearizabilityChecker<JournalContent, JournalOperation>(new JournalObject()).Check(_journal))
            ?? Told("leadership", new LinearizabilityChecker<Leadership, LeadershipOperation>(new LeadershipObject()).Check(_leaderships));
    }

    private static string? Told(string history, string? unexplained) => unexplained is null ? null : $"the history of {history} isn't linearizable: {unexplained}";
}
