using ElasticMoE.Contracts.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Linearizability;

/// <summary>Ids of a journal's entries, the last one first. Immutable; what is appended to shares what was there.</summary>
internal sealed class EntryChain : IEquatable<EntryChain>
{
    private readonly EntryChain? _before;
    private readonly EventId _id;
    private readonly ulong _digest;

    private EntryChain(EntryChain? before, EventId id)
    {
        (_before, _id, Count) = (before, id, before is null ? 0 : before.Count + 1);
        var hash = new EventHash();
        hash.Mix(before?._digest ?? 0);
        hash.Mix(id.High);
        hash.Mix(id.Low);
        _digest = hash.Value;
    }

    public static EntryChain Empty { get; } = new(null, default);

    public long Count { get; }

    public EntryChain Append(EventId id) => new(this, id);

    /// <summary>The entry at an index, which counts from 1; null where there is none.</summary>
    public EventId? At(long index)
    {
        if (index < 1 || index > Count)
            return null;
        EntryChain entry = this;
        while (entry.Count > index)
            entry = entry._before!;
        return entry._id;
    }

    public bool Has(EventId id)
    {
        for (EntryChain entry = this; entry._before is { } before; entry = before)
        {
            if (entry._id == id)
                return true;
        }
        return false;
    }

    public bool Equals(EntryChain? other)
    {
        if (other is null || other.Count != Count)
            return false;
        for (EntryChain one = this; !ReferenceEquals(one, other); (one, other) = (one._before!, other!._before))
        {
            if (one._digest != other!._digest || one._id != other._id)
                return false;
        }
        return true;
    }

    public override bool Equals(object? other) => other is EntryChain chain && Equals(chain);

    public override int GetHashCode() => (int)_digest;
}
