using System.Globalization;

namespace ElasticMoE.Contracts.Control;

/// <summary>Names one append to the journal, and the command that asked for it, so that a retry of unknown outcome is noticed.</summary>
/// <param name="High">Random, or the lease number for what the leader decides by itself.</param>
/// <param name="Low">Random, or a counter.</param>
public readonly record struct EventId(ulong High, ulong Low) : IComparable<EventId>
{
    /// <inheritdoc/>
    public int CompareTo(EventId other)
    {
        int byHigh = High.CompareTo(other.High);
        return byHigh != 0 ? byHigh : Low.CompareTo(other.Low);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");
}
