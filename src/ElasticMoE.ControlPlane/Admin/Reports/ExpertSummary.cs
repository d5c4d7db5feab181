namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>An expert in a row.</summary>
/// <param name="Expert">Layer and index.</param>
/// <param name="Version">Its current version.</param>
/// <param name="Replicas">Awake replicas that are wanted.</param>
/// <param name="Awake">Nodes that have it awake.</param>
/// <param name="Standbys">Nodes that have a standby.</param>
/// <param name="Pins">Nodes it is pinned to.</param>
/// <param name="LoadShare">Its share of its layer's rows.</param>
/// <param name="Pruned">Whether no row of new sequences goes to it.</param>
/// <param name="Held">Whether its number of awake replicas was set by hand, so that load doesn't decide.</param>
public sealed record ExpertSummary(string Expert, int Version, int Replicas, IReadOnlyList<int> Awake, IReadOnlyList<int> Standbys, IReadOnlyList<int> Pins, double LoadShare, bool Pruned, bool Held);
