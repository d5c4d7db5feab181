using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Simulation.Control;

/// <summary>What a simulated control plane is made of.</summary>
internal sealed record ControlSettings
{
    public required ModelShape Model { get; init; }

    public required int Nodes { get; init; }

    /// <summary>Memory of each node.</summary>
    public long BudgetBytes { get; init; } = 100_000;

    public int Candidates { get; init; } = 3;

    public int Routers { get; init; } = 2;

    /// <summary>Null: there is none, and what is missing is filled in.</summary>
    public Func<PlacementProblem, PlacementPlan>? Planner { get; init; }

    public bool Autoscales { get; init; }

    /// <summary>From a node's report to its next, while nothing changes.</summary>
    public long NodeReportMs { get; init; } = 500;

    /// <summary>From a router's report to its next, while nothing changes.</summary>
    public long RouterReportMs { get; init; } = 200;

    /// <summary>From a map that is compared with one that is made of everything to the next; 0 for every map.</summary>
    public long MapCheckMs { get; init; }

    /// <summary>Routers send only what they are told to.</summary>
    public bool ScriptedRows { get; init; }

    public SupervisorMind Mind => new(Planner is not null, Autoscales);

    /// <summary>Whether every node could hold everything, so that nothing excuses a missing standby.</summary>
    public bool HasRoom => BudgetBytes >= 100 * ControlModel.ExpertBytes;
}
