using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>Rows a router sent to an expert.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Rows">Since the router's start.</param>
public readonly record struct ExpertLoad(ExpertId Expert, long Rows);
