namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>The autoscaler's settings.</summary>
/// <param name="Paused">Whether it decides nothing.</param>
/// <param name="Knobs">By name.</param>
public sealed record AutoscaleReport(bool Paused, IReadOnlyList<KnobReport> Knobs);
