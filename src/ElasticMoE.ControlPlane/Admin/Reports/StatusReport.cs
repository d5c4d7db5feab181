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

    /// <summary>Experts without a standby in another failure domain, though there is one.</summary>
    public required int ExpertsUnprotected { get; init; }

    /// <summary>What fails as one: "zone", "host" or "node"; "unknown" where nothing was planned yet.</summary>
    public required string FailureDomain { get; init; }

    /// <summary>The failure domain with the most memory; empty where there is one domain.</summary>
    public required string LargestDomain { get; init; }

    /// <summary>Whether every expert would have its replicas and standbys again after losing <see cref="LargestDomain"/>, as far as memory goes; null where nothing was planned yet.</summary>
    public required bool? FitsAfterLargestLoss { get; init; }

    /// <summary>Operations under way.</summary>
    public required int OperationsUnderWay { get; init; }

    /// <summary>Whether the autoscaler decides.</summary>
    public required bool Autoscales { get; init; }

    /// <summary>Changes of where replicas are wanted, since the journal began.</summary>
    public required long PlacementChanges { get; init; }

    /// <summary>Index of the last event.</summary>
    public required long LastEvent { get; init; }
}
