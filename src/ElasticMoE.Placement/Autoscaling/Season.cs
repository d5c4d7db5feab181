using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>A time in which some experts are known to be needed more: they are awake throughout, and scaled as if they had more load.</summary>
/// <param name="Name">For explanations.</param>
/// <param name="Window">When.</param>
/// <param name="Factor">What their load is multiplied by; a load below fair counts as fair first. Above 0.</param>
/// <param name="Experts">Which: a team's, or a list.</param>
public sealed record Season(string Name, SeasonWindow Window, double Factor, IReadOnlyList<ExpertId> Experts);
