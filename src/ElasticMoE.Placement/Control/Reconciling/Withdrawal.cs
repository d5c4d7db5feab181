using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>The first map that no longer names a replica.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="AtMs">When it was published, by the leader's monotonic clock.</param>
public readonly record struct Withdrawal(Epoch Epoch, long AtMs);
