namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>Why the autoscaler does what it does with an expert.</summary>
/// <param name="Expert">Layer and index.</param>
/// <param name="Decision">What it wants.</param>
/// <param name="Explanation">Why.</param>
public sealed record ScaleExplanation(string Expert, string Decision, string Explanation);
