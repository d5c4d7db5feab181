using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>A wanted map and why.</summary>
public sealed record PlacementPlan
{
    /// <summary>Every expert that has a place, by layer and index.</summary>
    public required IReadOnlyList<ExpertPlacement> Placements { get; init; }

    /// <summary>Experts for which no node has room; a map can't be made while there are any.</summary>
    public required IReadOnlyList<ExpertId> Unplaced { get; init; }

    /// <summary>What changes from the current map, by expert and node; empty where nothing does.</summary>
    public required IReadOnlyList<ReplicaMove> Moves { get; init; }

    /// <summary>The decisions behind it, a line each.</summary>
    public required IReadOnlyList<PlanDecision> Decisions { get; init; }

    /// <summary>How even each layer is.</summary>
    public required IReadOnlyList<LayerBalance> Balance { get; init; }

    /// <summary>What it can lose.</summary>
    public required Redundancy Redundancy { get; init; }

    /// <summary>The plan as a map.</summary>
    /// <exception cref="InvalidOperationException">There are experts without a place.</exception>
    public ExpertMap ToMap(Epoch epoch) => Unplaced.Count == 0
        ? new ExpertMap(epoch, Placements)
        : throw new InvalidOperationException($"{Unplaced.Count} experts have no place, expert {Unplaced[0]} first");
}
