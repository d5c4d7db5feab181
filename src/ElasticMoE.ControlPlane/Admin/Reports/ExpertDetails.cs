namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>An expert with all its versions and replicas.</summary>
/// <param name="Summary">It in a row.</param>
/// <param name="Source">Where its current version comes from.</param>
/// <param name="Digest">What that hashes to; empty for the model's own.</param>
/// <param name="Bounds">Within what the autoscaler decides about it; empty where freely.</param>
/// <param name="Replicas">Of every live version.</param>
public sealed record ExpertDetails(ExpertSummary Summary, string Source, string Digest, string Bounds, IReadOnlyList<ReplicaDetails> Replicas);
