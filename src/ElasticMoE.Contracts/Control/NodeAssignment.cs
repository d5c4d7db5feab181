using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>What is wanted of one node, completely: it keeps it in its store, and loads it when it starts again while nobody leads.</summary>
/// <param name="Epoch">The leader's lease number and a counter; a node keeps the newest.</param>
/// <param name="Target">The node.</param>
/// <param name="Replicas">Ascending.</param>
public sealed record NodeAssignment(Epoch Epoch, NodeIdentity Target, IReadOnlyList<AssignedReplica> Replicas);
