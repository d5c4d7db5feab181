using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>Journal and lease in one database, with the faults that a database has.</summary>
internal sealed class SimJournal(SimQueue queue, Random random)
{
    private readonly List<(long Lease, EventId Id, byte[] Bytes)> _entries = [];

    public LeaseRow Lease { get; private set; }

    /// <summary>Appends are refused.</summary>
    public bool IsFull { get; set; }

    /// <summary>Nothing gets through.</summary>
    public bool IsUnreachable { get; set; }

    /// <summary>Of a hundred appends so many end with nobody knowing.</summary>
    public int UnknownPercent { get; set; }

    public long SlownessMs { get; set; } = 5;

    /// <summary>Appends are under way for so long before they arrive.</summary>
    public long AppendLatenessMs { get; set; }

    public int Refused { get; private set; }

    public IReadOnlyList<(long Lease, EventId Id, byte[] Bytes)> Entries => _entries;

    /// <summary>The entries' bytes, read and applied one after the other.</summary>
    public ControlState Replayed { get; private set; } = ControlState.Empty;

    public void Read(Action<LeaseRow?> answer)
    {
        LeaseRow? row = IsUnreachable ? null : Lease;
        Later(() => answer(row));
    }

    public void Swap(LeaseRow seen, LeaseRow next, Action<bool?> answer) => Later(() =>
    {
        bool? done = IsUnreachable ? null : Lease == seen;
        if (done == true)
            Lease = next;
        Later(() => answer(done));
    });

    public void Append(SupervisorAppend append, Action<bool?, bool> answer) => queue.After(AppendLatenessMs + random.NextInt64(1, SlownessMs + 1), () =>
    {
        (bool? done, bool fenced) = Commit(append);
        if (done == true && random.Next(100) < UnknownPercent)
            done = null;
        Later(() => answer(done, fenced));
    });

    private (bool? Done, bool Fenced) Commit(SupervisorAppend append)
    {
        if (IsUnreachable || random.Next(100) < UnknownPercent / 2)
            return (null, false);
        if (Lease.Number != append.Lease)
        {
            Refused++;
            return (false, true);
        }
        if (append.Index <= _entries.Count)
            return (_entries[(int)append.Index - 1].Id == append.Batch.Id, _entries[(int)append.Index - 1].Id != append.Batch.Id);
        if (IsFull)
            return (false, false);
        Assert.Equal(_entries.Count + 1, append.Index);
        byte[] bytes = EventCodec.Encode(append.Batch);
        _entries.Add((append.Lease, append.Batch.Id, bytes));
        Replayed = Replayed.Apply(EventCodec.Decode(bytes));
        return (true, false);
    }

    private void Later(Action action) => queue.After(random.NextInt64(1, SlownessMs + 1), action);
}
