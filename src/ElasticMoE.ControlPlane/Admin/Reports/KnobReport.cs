namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A setting of planner or autoscaler.</summary>
/// <param name="Name">By which it is set.</param>
/// <param name="Value">In its unit.</param>
/// <param name="Default">Its value where nobody set it.</param>
/// <param name="Unit">The unit.</param>
public sealed record KnobReport(string Name, double Value, double Default, string Unit);
