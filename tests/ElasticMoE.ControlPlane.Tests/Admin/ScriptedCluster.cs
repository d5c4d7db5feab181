using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Admin.Reports;

namespace ElasticMoE.ControlPlane.Tests.Admin;

/// <summary>What stands behind an admin interface under test: it notes what it is asked and says what the test has it say.</summary>
internal sealed class ScriptedCluster : IClusterCommands, IClusterReports
{
    public List<AdminRequest> Requests { get; } = [];

    /// <summary>The number under which its supervisor leads; 0: it doesn't.</summary>
    public long Lease { get; set; } = 3;

    public Func<ExpertId, ExpertDetails> Details { get; set; } = _ => throw new InvalidOperationException("secrets of the inside");

    public Func<AdminRequest, CommandOutcome> Answer { get; set; } = _ => new(OutcomeCode.Done, "done");

    public Task<CommandOutcome> SubmitAsync(AdminRequest request, CancellationToken cancel)
    {
        lock (Requests)
            Requests.Add(request);
        return Task.FromResult(Answer(request));
    }

    public Task<CommandOutcome> AwaitAsync(OperationId operation, CancellationToken cancel) => Task.FromResult(new CommandOutcome(OutcomeCode.Done, "ended"));

    public StatusReport Status() => new()
    {
        Health = "degraded",
        Causes = ["node 2 is lost"],
        Lease = Lease,
        Leader = "supervisor",
        Epoch = "3.17",
        Revision = 1,
        NodesReady = 2,
        NodesKnown = 3,
        Routers = 2,
        Experts = 160,
        ExpertsAsleep = 40,
        AwakeReplicas = 130,
        Standbys = 150,
        ResidentBytes = 1 << 30,
        BudgetBytes = 2L << 30,
        ExpertsUnprotected = 0,
        FailureDomain = "host",
        LargestDomain = "host host-1",
        FitsAfterLargestLoss = true,
        OperationsUnderWay = 0,
        Autoscales = true,
        PlacementChanges = 5,
        LastEvent = 99,
    };

    public IReadOnlyList<NodeSummary> Nodes() => [Summary(0), Summary(1)];

    public NodeDetails Node(NodeId node) => node.Value < 2
        ? new(Summary(node.Value), "0badcafe", 3, [new("3/7", 0, node.Value, "awake", "awake", 1 << 20, 12345, "")])
        : throw new InputException($"node {node}", "the cluster has no such node", ExitCode.NotFound);

    public IReadOnlyList<ExpertSummary> Experts(int? layer) => [new($"{layer ?? 0}/7", 0, 1, [0], [1], [], 0.25, false, false)];

    public ExpertDetails Expert(ExpertId expert) => Details(expert);

    public PlacementReport Placement() => new("3.17", [new("3/7", 0, [0], [1])]);

    public PlanReport Plan() => new("planner", [new("3/7", 0, [1], [0])], [new("3/7", 1)], ["node 0 has more load"]);

    public IReadOnlyList<ChangeSummary> History() => [new(5, 0, "drain of node 2", 0, 12)];

    public AutoscaleReport Autoscale() => new(false, [new("sleepAfterS", 60, 20, "s")], [], ["3/7"]);

    public IReadOnlyList<ScaleExplanation> Explain(ExpertId? expert) => [new($"{expert}", "keep", "nothing to do")];

    public IReadOnlyList<TeamReport> Teams() => [new("sql", ["3/7"])];

    public IReadOnlyList<OperationReport> Operations() => [new(1, "drain", "node 2", "done", "", 0)];

    public Task<IReadOnlyList<EventReport>> EventsAsync(long after, int countMax, TimeSpan wait, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<EventReport>>([new(after + 1, 0, 3, "Pinned", $"at most {countMax}, within {wait.TotalMilliseconds} ms")]);

    public Task<OperationReport> OperationAsync(OperationId operation, TimeSpan wait, CancellationToken cancel) =>
        Task.FromResult(new OperationReport(operation.Value, "drain", "node 2", "failed", "no room on node 0: 12 bytes", 1));

    private static NodeSummary Summary(int node) => new(node, "ready", 60, 50, 512 << 20, 1 << 30, "zone-a", $"host-{node}", $"unix:node-{node}.sock");
}
