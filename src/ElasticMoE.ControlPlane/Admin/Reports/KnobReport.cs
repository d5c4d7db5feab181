namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A setting of the autoscaler.</summary>
/// <param name="Name">Its name, with the unit last.</param>
/// <param name="Value">In that unit.</param>
public sealed record KnobReport(string Name, double Value);
