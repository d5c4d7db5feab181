using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Settings;

/// <summary>The knobs of a cluster.</summary>
/// <param name="Planner">Where replicas go.</param>
/// <param name="Autoscaler">How many there are.</param>
public sealed record MindSettings(PlannerSettings Planner, AutoscalerSettings Autoscaler);
