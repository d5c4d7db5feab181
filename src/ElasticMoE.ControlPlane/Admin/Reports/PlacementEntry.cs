namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>Where the replicas of a version are wanted.</summary>
/// <param name="Expert">Layer and index.</param>
/// <param name="Version">Which version.</param>
/// <param name="Awake">Nodes with an awake replica.</param>
/// <param name="Standbys">Nodes with a standby.</param>
public sealed record PlacementEntry(string Expert, int Version, IReadOnlyList<int> Awake, IReadOnlyList<int> Standbys);
