using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>What a supervisor is given.</summary>
public sealed record SupervisorOptions
{
    /// <summary>Where it writes what it decides. Stays the caller's.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Its nodes and routers.</summary>
    public required IClusterPeers Peers { get; init; }

    /// <summary>The model, and how many nodes the first plan waits for a while.</summary>
    public required (ModelShape Shape, int NodesExpected) Model { get; init; }

    /// <summary>This start of this process; unique, since by it a take of unknown outcome is found again.</summary>
    public required string Holder { get; init; }

    /// <summary>Plans where replicas go; called on a thread of its own.</summary>
    public Func<PlacementProblem, PlacementPlan> Planner { get; init; } = Placement.Planning.Planner.Plan;

    /// <summary>Whether load changes numbers of replicas.</summary>
    public bool Autoscales { get; init; } = true;

    /// <summary>Whether nobody else can have the journal while this process has it, as under a file lock. Then it leads at once and until it ends.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>Called whenever it begins to lead, with the lease's number. On the journal's thread.</summary>
    public Action<long> Led { get; init; } = _ => { };

    /// <summary>The lease's term, ms.</summary>
    public long TermMs { get; init; } = LeaseMachine.TermMs;

    /// <summary>Whose time counts.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes a line for what people should know. Called on many threads.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
