using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>What the routers saw of one expert since the last decision.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Rows">Rows that chose it.</param>
/// <param name="Parked">Those among them that had to wait because no replica could take them.</param>
public readonly record struct ExpertLoad(ExpertId Expert, long Rows, long Parked = 0);
