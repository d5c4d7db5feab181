using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>One expert as the planner sees it.</summary>
/// <param name="Expert">Layer and index.</param>
/// <param name="Load">Rows a second, or any measure that is proportional to them within a layer; 0 or more.</param>
/// <param name="Bytes">What one replica, awake or warm, takes of a node's budget.</param>
public sealed record PlannedExpert(ExpertId Expert, double Load, long Bytes)
{
    /// <summary>The group of the layer it belongs to where routing is limited to groups; the planner keeps a group's experts on the same nodes. Null: none.</summary>
    public int? Group { get; init; }

    /// <summary>Awake replicas it has at least. 0: it sleeps, and has standbys alone.</summary>
    public int AwakeMin { get; init; } = 1;

    /// <summary>Awake replicas it has at most; between the two the load decides. Not below <see cref="AwakeMin"/>.</summary>
    public int AwakeMax { get; init; } = 1;

    /// <summary>Standbys it has besides. An expert that sleeps has at least one.</summary>
    public int Standbys { get; init; } = 1;

    /// <summary>Nodes on which it has an awake replica whatever the load says. More than <see cref="AwakeMax"/> count all the same.</summary>
    public IReadOnlyList<NodeId> Pins { get; init; } = [];
}
