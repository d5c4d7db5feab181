namespace ElasticMoE.Placement.NodeCounts;

/// <summary>What there is of nodes, and whether it suffices.</summary>
/// <param name="Desired">Nodes that were asked for.</param>
/// <param name="Ready">Nodes that answer.</param>
/// <param name="IsShort">Whether wanted replicas don't fit, or wouldn't after losing the largest failure domain.</param>
public readonly record struct NodeSupply(int Desired, int Ready, bool IsShort);
