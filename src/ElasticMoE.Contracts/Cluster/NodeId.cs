using System.Globalization;

namespace ElasticMoE.Contracts.Cluster;

/// <summary>A node's stable number (its ordinal), the same over all its starts.</summary>
/// <param name="Value">0 or more.</param>
public readonly record struct NodeId(int Value) : IComparable<NodeId>
{
    /// <inheritdoc/>
    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
