namespace ElasticMoE.ControlPlane.Admin.Reports;

/// <summary>A cluster in a few numbers.</summary>
public sealed record StatusReport
{
    /// <summary>"healthy", "working" (operations are under way), "degraded" (redundancy is missing), "frozen", or "leaderless" (whoever answers doesn't lead).</summary>
    public required string Health { get; init; }

    /// <summary>Why it isn't healthy, a line each.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>The lease's number.</summary>
    public required long Lease { get; init; }

    /// <summary>Who leads.</summary>
    public required string Leader { get; init; }

    /// <summary>The map's version.</summary>
    public required string Epoch { get; init; }

    /// <summary>The revision that new sequences are bound to.</summary>
    public required int Revision { get; init; }

    /// <summary>Nodes that answer.</summary>
    public required int NodesReady { get; init; }

    /// <summary>Nodes the cluster counts on.</summary>
    public required int NodesKnown { get; init; }

    /// <summary>Routers that are connected.</summary>
    public required int Routers { get; init; }

    /// <summary>Experts of the model.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts without an awake replica.</summary>
    public required int ExpertsAsleep { get; init; }

    /// <summary>Awake replicas.</summary>
    public required int AwakeReplicas { get; init; }

    /// <summary>Standbys.</summary>
    public required int Standbys { get; init; }

    /// <summary>Memory that replicas take.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Memory they may take.</summary>
    public required long BudgetBytes { get; init; }

    /// <summary>Operations under way.</summary>
    public required int OperationsUnderWay { get; init; }

    /// <summary>Whether the autoscaler decides.</summary>
    public required bool Autoscales { get; init; }

    /// <summary>Index of the last event.</summary>
    public required long LastEvent { get; init; }
}
