using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>One decision of a plan.</summary>
/// <param name="Expert">The expert it is about; null where it is about a layer or the cluster.</param>
/// <param name="Text">One line with its figures.</param>
public sealed record PlanDecision(ExpertId? Expert, string Text);
