namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A node with all its replicas.</summary>
/// <param name="Summary">It in a row.</param>
/// <param name="Incarnation">This start of it.</param>
/// <param name="Lease">The highest lease number it has learnt.</param>
/// <param name="Replicas">Ascending.</param>
public sealed record NodeDetails(NodeSummary Summary, string Incarnation, long Lease, IReadOnlyList<ReplicaDetails> Replicas);
