namespace ElasticMoE.Contracts.Cluster;

/// <summary>A node and the start of it that is meant. A message for another incarnation is refused.</summary>
/// <param name="Node">Stable.</param>
/// <param name="Incarnation">Fresh per start.</param>
public readonly record struct NodeIdentity(NodeId Node, Incarnation Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => $"node {Node} ({Incarnation})";
}
