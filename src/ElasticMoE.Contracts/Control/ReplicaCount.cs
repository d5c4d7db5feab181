using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>How many awake replicas of an expert are wanted.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Replicas">0 lets it sleep.</param>
public readonly record struct ReplicaCount(ExpertId Expert, int Replicas);
