namespace ElasticMoE.Contracts.Cluster;

/// <summary>Where one expert's replicas are.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Awake">Nodes with an awake replica, ascending, each once.</param>
/// <param name="Standbys">Nodes with a standby, ascending, each once and none of them in <paramref name="Awake"/>.</param>
public sealed record ExpertPlacement(ExpertId Expert, IReadOnlyList<NodeId> Awake, IReadOnlyList<NodeId> Standbys)
{
    /// <summary>Which of the expert's weights: 0 as they were loaded with the model, else as an update made them.</summary>
    public int Version { get; init; }
}
