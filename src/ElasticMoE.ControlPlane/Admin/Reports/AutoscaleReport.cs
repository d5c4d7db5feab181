namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>The autoscaler's settings.</summary>
/// <param name="Paused">Whether it decides nothing.</param>
/// <param name="Knobs">Every one, the planner's first.</param>
/// <param name="Seasons">By name.</param>
/// <param name="Held">Experts whose number of awake replicas an operator set: it leaves them alone.</param>
public sealed record AutoscaleReport(bool Paused, IReadOnlyList<KnobReport> Knobs, IReadOnlyList<SeasonReport> Seasons, IReadOnlyList<string> Held);
