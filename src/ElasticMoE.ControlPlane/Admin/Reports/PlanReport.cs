namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A plan; `emoe placement apply` takes it back as it is.</summary>
/// <param name="Cause">What made it.</param>
/// <param name="Changes">What it wants to be elsewhere.</param>
/// <param name="Counts">How many awake replicas it wants, where that changes.</param>
/// <param name="Explanation">Why, a line each.</param>
public sealed record PlanReport(string Cause, IReadOnlyList<PlacementEntry> Changes, IReadOnlyList<CountEntry> Counts, IReadOnlyList<string> Explanation);
