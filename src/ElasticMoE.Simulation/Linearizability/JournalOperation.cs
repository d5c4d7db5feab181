using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Leases;

namespace ElasticMoE.Simulation.Linearizability;

/// <summary>What is asked of a journal and its lease, with what is known of the outcome.</summary>
internal abstract record JournalOperation
{
    private JournalOperation()
    {
    }

    /// <summary>The lease's row is read.</summary>
    /// <param name="Found">The row; null where there is no answer.</param>
    public sealed record Read(LeaseRow? Found) : JournalOperation;

    /// <summary>The lease is taken or renewed: its row is swapped if it still is what was seen.</summary>
    /// <param name="Seen">What it is to be.</param>
    /// <param name="Next">What it becomes.</param>
    /// <param name="Done">Whether it was; null where nobody knows.</param>
    public sealed record Swap(LeaseRow Seen, LeaseRow Next, bool? Done) : JournalOperation;

    /// <summary>An entry is appended under a lease's number.</summary>
    /// <param name="Index">Where it is to be.</param>
    /// <param name="Lease">The number.</param>
    /// <param name="Id">Which entry.</param>
    /// <param name="Outcome">What is known of it.</param>
    public sealed record Append(long Index, long Lease, EventId Id, AppendOutcome Outcome) : JournalOperation;

    /// <summary>A supervisor that begins to lead replays the journal.</summary>
    /// <param name="Entries">What it found.</param>
    public sealed record Replay(EntryChain Entries) : JournalOperation
    {
        public override string ToString() => $"Replay of {Entries.Count} entries";
    }

    /// <summary>An operator is told that a command is accepted: from its submission on it is in the journal at some time.</summary>
    /// <param name="Id">Its id, which is its entry's.</param>
    public sealed record Acknowledge(EventId Id) : JournalOperation;
}
