using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Linearizability;

namespace ElasticMoE.Simulation.Control;

/// <summary>Journal and lease in one database, with the faults that a database has.</summary>
internal sealed class ControlJournal(ControlScene scene)
{
    /// <summary>Where an entry's time and events begin, behind magic, version and id.</summary>
    private const int ContentAt = 22;

    private const int LagMs = 300, LostPercent = 2;

    private readonly List<(long Lease, EventId Id, byte[] Bytes)> _entries = [];
    private readonly SortedDictionary<EventId, long> _known = [];
    private readonly SeededRandom _random = scene.Random.Fork();
    private EntryChain _chain = EntryChain.Empty;
    private (LeaseRow Row, long UntilMs) _leaseBefore;

    public LeaseRow Lease { get; private set; }

    /// <summary>Appends are refused.</summary>
    public bool IsFull { get; set; }

    /// <summary>Of a hundred appends so many end with nobody knowing.</summary>
    public int UnknownPercent { get; set; }

    public long SlownessMs { get; set; } = 5;

    /// <summary>Appends are under way for so long before they arrive.</summary>
    public long AppendLatenessMs { get; set; }

    public int Refused { get; private set; }

    public IReadOnlyList<(long Lease, EventId Id, byte[] Bytes)> Entries => _entries;

    /// <summary>The entries' bytes, read and applied one after the other.</summary>
    public ControlState Replayed { get; private set; } = ControlState.Empty;

    public bool Has(EventId id) => _known.ContainsKey(id);

    /// <summary>What a supervisor that begins to lead makes of the journal.</summary>
    public ControlState Replay()
    {
        if (scene.Bug == PlantedBug.SnapshotMissesAnEvent && _entries.Count >= 8)
            return ReplayWithout(_entries.Count / 2);
        scene.Histories.Replayed(_chain);
        return Replayed;
    }

    /// <summary>The mistake: an entry is missing.</summary>
    private ControlState ReplayWithout(int missing)
    {
        (long Lease, EventId Id, byte[] Bytes)[] found = [.. _entries.Where((_, index) => index != missing)];
        scene.Histories.Replayed(found.Aggregate(EntryChain.Empty, (chain, entry) => chain.Append(entry.Id)));
        return found.Aggregate(ControlState.Empty, (state, entry) => state.Apply(EventCodec.Decode(entry.Bytes))) with { Index = Replayed.Index };
    }

    public void Read(Action<LeaseRow?> answer)
    {
        int number = scene.Histories.Called(new JournalOperation.Read(null));
        // The mistake: a copy is read, which lags behind.
        LeaseRow row = scene.Bug == PlantedBug.LeaseReadsLagBehind && scene.NowMs < _leaseBefore.UntilMs ? _leaseBefore.Row : Lease;
        Later(() =>
        {
            scene.Histories.Answered(number, new JournalOperation.Read(row));
            answer(row);
        });
    }

    public void Swap(LeaseRow seen, LeaseRow next, Action<bool?> answer)
    {
        int number = scene.Histories.Called(new JournalOperation.Swap(seen, next, null));
        Later(() =>
        {
            bool done = Lease == seen || scene.Bug == PlantedBug.LeaseTakenBlindly;
            if (done)
                (_leaseBefore, Lease) = ((Lease, scene.NowMs + LagMs), next);
            bool? told = UnknownPercent > 0 && _random.Below(100) < UnknownPercent ? null : done;
            Later(() =>
            {
                if (told is not null)
                    scene.Histories.Answered(number, new JournalOperation.Swap(seen, next, told));
                answer(told);
            });
        });
    }

    public void Append(SupervisorEffect.Append append, Action<bool?, bool> answer)
    {
        int number = scene.Histories.Called(Of(append, AppendOutcome.Unknown));
        scene.After(AppendLatenessMs + _random.Between(1, SlownessMs), () =>
        {
            (bool? done, bool fenced) = Commit(append);
            if (done == true && _random.Below(100) < UnknownPercent)
                done = null;
            Later(() =>
            {
                if (done is { } isDone)
                    scene.Histories.Answered(number, Of(append, isDone ? AppendOutcome.Done : fenced ? AppendOutcome.Fenced : AppendOutcome.Failed));
                answer(done, fenced);
            });
        });
    }

    private static JournalOperation.Append Of(SupervisorEffect.Append append, AppendOutcome outcome) => new(append.Index, append.Lease, append.Batch.Id, outcome);

    private (bool? Done, bool Fenced) Commit(SupervisorEffect.Append append)
    {
        if (_random.Below(100) < UnknownPercent / 2)
            return (null, false);
        if (Lease.Number != append.Lease && scene.Bug != PlantedBug.FencingSkipped)
        {
            Refused++;
            return (false, true);
        }
        // The mistake: what comes late goes to the end, whoever leads.
        if (scene.Bug == PlantedBug.FencingSkipped && append.Index <= _entries.Count && !Has(append.Batch.Id))
            append = append with { Index = _entries.Count + 1 };
        if (append.Index <= _entries.Count)
            return (_entries[(int)append.Index - 1].Id == append.Batch.Id, _entries[(int)append.Index - 1].Id != append.Batch.Id);
        if (IsFull)
            return (false, false);
        // The mistake: now and then what is answered is not what is kept.
        if (scene.Bug == PlantedBug.AppendsAreLost && _random.Below(100) < LostPercent)
            return (true, false);
        Write(append);
        return (true, false);
    }

    private void Write(SupervisorEffect.Append append)
    {
        scene.World.Note("journal", $"entry {append.Index} of lease {append.Lease}: {append.Batch.Events[0].GetType().Name} and {append.Batch.Events.Count - 1} more");
        if (append.Lease != Lease.Number)
            scene.World.Violate($"lease {append.Lease} appends entry {append.Index} while lease {Lease.Number} is taken");
        if (append.Index != _entries.Count + 1)
            scene.World.Violate($"entry {append.Index} is appended after {_entries.Count}");
        if (_entries.Count > 0 && append.Lease < _entries[^1].Lease)
            scene.World.Violate($"lease {append.Lease} appends entry {append.Index} after lease {_entries[^1].Lease}");
        if (!_known.TryAdd(append.Batch.Id, append.Index))
            scene.World.Violate($"entry {append.Index} was applied before, as {_known[append.Batch.Id]}");
        byte[] bytes = EventCodec.Encode(append.Batch);
        if (_entries.Count > 0 && _entries[^1].Lease == append.Lease && bytes.AsSpan(ContentAt).SequenceEqual(_entries[^1].Bytes.AsSpan(ContentAt)))
            scene.World.Violate($"entry {append.Index} says once more what entry {_entries.Count} says");
        _entries.Add((append.Lease, append.Batch.Id, bytes));
        _chain = _chain.Append(append.Batch.Id);
        Replayed = Replayed.Apply(EventCodec.Decode(bytes));
        scene.Checks.Appended(Replayed);
    }

    private void Later(Action action) => scene.After(_random.Between(1, SlownessMs), action);
}
