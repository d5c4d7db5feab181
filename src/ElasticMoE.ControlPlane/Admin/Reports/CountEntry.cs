namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>How many awake replicas of an expert are wanted.</summary>
/// <param name="Expert">Layer and index.</param>
/// <param name="Replicas">0 lets it sleep.</param>
public sealed record CountEntry(string Expert, int Replicas);
