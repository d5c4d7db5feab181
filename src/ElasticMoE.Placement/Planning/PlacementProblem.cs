using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>What the planner is asked: which experts, on which nodes, from which map on.</summary>
public sealed record PlacementProblem
{
    /// <summary>Every expert of the model, each once.</summary>
    public required IReadOnlyList<PlannedExpert> Experts { get; init; }

    /// <summary>The nodes that are there, each once.</summary>
    public required IReadOnlyList<PlannedNode> Nodes { get; init; }

    /// <summary>The map that is wanted now; null where there is none yet. It may name nodes that are gone.</summary>
    public ExpertMap? Current { get; init; }

    /// <summary>The knobs.</summary>
    public PlannerSettings Settings { get; init; } = new();
}
