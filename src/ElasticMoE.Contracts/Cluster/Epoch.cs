namespace ElasticMoE.Contracts.Cluster;

/// <summary>A map's version: the lease under which it was made, then a counter; compared in that order.</summary>
/// <param name="Lease">The leader's lease number; 0 for a map that was given.</param>
/// <param name="Counter">Grows within a lease.</param>
public readonly record struct Epoch(long Lease, long Counter) : IComparable<Epoch>
{
    /// <inheritdoc/>
    public int CompareTo(Epoch other)
    {
        int byLease = Lease.CompareTo(other.Lease);
        return byLease != 0 ? byLease : Counter.CompareTo(other.Counter);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Lease}.{Counter}";

    /// <summary>Older.</summary>
    public static bool operator <(Epoch one, Epoch other) => one.CompareTo(other) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(Epoch one, Epoch other) => one.CompareTo(other) > 0;

    /// <summary>Older or the same.</summary>
    public static bool operator <=(Epoch one, Epoch other) => one.CompareTo(other) <= 0;

    /// <summary>Newer or the same.</summary>
    public static bool operator >=(Epoch one, Epoch other) => one.CompareTo(other) >= 0;
}
