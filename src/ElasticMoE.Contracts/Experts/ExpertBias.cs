using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Experts;

/// <summary>For or against one expert.</summary>
/// <param name="Expert">Which.</param>
/// <param name="Bias">Added to its gate logit where experts are chosen, never where they are weighed. Finite.</param>
public readonly record struct ExpertBias(ExpertId Expert, float Bias);
