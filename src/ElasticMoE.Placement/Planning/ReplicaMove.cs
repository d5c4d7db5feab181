using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>What becomes of one node's replica of an expert.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Node">The node.</param>
/// <param name="Before">Its role in the current map; null where the node has none, so that its weights travel there.</param>
/// <param name="After">Its role in the plan; null where it goes.</param>
/// <param name="Cause">Why.</param>
public sealed record ReplicaMove(ExpertId Expert, NodeId Node, ReplicaRole? Before, ReplicaRole? After, MoveCause Cause);
