namespace ElasticMoE.Node.Clusters;

/// <summary>Where one expert is.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Expert">Its index in the layer.</param>
/// <param name="Awake">Nodes with an awake replica, ascending.</param>
/// <param name="Standby">Nodes with a standby, ascending.</param>
internal sealed record MapFileEntry(int Layer, int Expert, IReadOnlyList<int>? Awake, IReadOnlyList<int>? Standby);
