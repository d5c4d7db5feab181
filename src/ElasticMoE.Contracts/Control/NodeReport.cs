using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>What a node observes.</summary>
/// <param name="Identity">The node and this start of it.</param>
/// <param name="Lease">The highest lease number it has learnt.</param>
/// <param name="Sequence">Grows with every report of this start; an older one is ignored.</param>
/// <param name="ResidentBytes">Memory that replicas take.</param>
/// <param name="BudgetBytes">Memory they may take.</param>
/// <param name="Replicas">Every replica that isn't absent, ascending.</param>
public sealed record NodeReport(NodeIdentity Identity, long Lease, long Sequence, long ResidentBytes, long BudgetBytes, IReadOnlyList<ReplicaReport> Replicas);
