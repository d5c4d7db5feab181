namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>Where every version's replicas are wanted.</summary>
/// <param name="Epoch">The map's version.</param>
/// <param name="Entries">Ascending.</param>
public sealed record PlacementReport(string Epoch, IReadOnlyList<PlacementEntry> Entries);
