namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A named set of experts.</summary>
/// <param name="Team">Its name.</param>
/// <param name="Experts">Ascending.</param>
public sealed record TeamReport(string Team, IReadOnlyList<string> Experts);
