using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Targets.Pods;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Chaos;

/// <summary>Chaos on Kubernetes against an API that a script stands for: what is asked of it, and what its answers mean.</summary>
public sealed class KubernetesTargetTests : IDisposable
{
    private const string Pods = "/api/v1/namespaces/emoe/pods";

    private readonly ScriptedApi _api;
    private readonly KubernetesApi _client;
    private readonly ClusterOperator _admin;
    private string _nodeState = """{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":0}]}""";
    private string _nodeUid = "u1";
    private int _tokens;

    public KubernetesTargetTests()
    {
        _api = new ScriptedApi(Answer);
        _client = new KubernetesApi(_api.Url, "emoe", () => $"token-{++_tokens}");
        var context = new CommandContext(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, new Interrupts());
        _admin = new ClusterOperator(() => new AdminEndpoint([_api.Url], "an-admin-key-of-length"), context);
    }

    [Fact]
    public void Members_are_the_pods_of_its_sets_and_bear_a_fresh_token_each_time()
    {
        var target = new KubernetesTarget(_client, _admin);

        Assert.Equal(["node-0", "node-1", "router-0", "supervisor-0", "supervisor-1"], target.Members.Select(member => member.FileName));
        _ = target.StartOf(target.Members[0]);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], _api.Tokens);
    }

    [Fact]
    public void The_leader_is_the_supervisor_whose_pod_holds_the_lease() =>
        Assert.Equal(new ClusterMember(ClusterRole.Supervisor, 1), new KubernetesTarget(_client, _admin).Leader);

    [Fact]
    public void A_kill_deletes_without_grace_and_a_restart_with_its_own()
    {
        var target = new KubernetesTarget(_client, _admin);

        using (target.Begin(new(FaultKind.Kill, "node-1", 0)))
        using (target.Begin(new(FaultKind.Restart, "router-0", 0)))
            Assert.Equal([$"DELETE {Pods}/emoe-node-1?gracePeriodSeconds=0", $"DELETE {Pods}/emoe-router-0"], _api.Asked.Skip(1));
    }

    [Fact]
    public void A_pod_runs_when_its_containers_are_ready_and_each_start_has_another_name()
    {
        var target = new KubernetesTarget(_client, _admin);
        ClusterMember node = target.Members[0];
        string first = target.StartOf(node)!;

        _nodeState = """{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":1}]}""";
        string second = target.StartOf(node)!;
        _nodeUid = "u2";
        string third = target.StartOf(node)!;
        Assert.Equal(3, new HashSet<string> { first, second, third }.Count);

        _nodeState = """{"phase":"Running","containerStatuses":[{"ready":false,"restartCount":1}]}""";
        Assert.Null(target.StartOf(node));
        _nodeState = """{"phase":"Pending"}""";
        Assert.Null(target.StartOf(node));
        Assert.Null(target.StartOf(new(ClusterRole.Expert, 7)));
    }

    [Theory]
    [InlineData(FaultKind.Halt, 100)]
    [InlineData(FaultKind.Cut, 100)]
    [InlineData(FaultKind.Poison, 100)]
    [InlineData(FaultKind.Kill, 100)]
    public void What_cannot_be_done_to_pods_is_refused_and_not_tried(object kind, int forMs)
    {
        var target = new KubernetesTarget(_client, _admin);

        InputException refused = Assert.Throws<InputException>(() => target.Begin(new((FaultKind)kind, "node-1", forMs)));

        Assert.Equal(ExitCode.Conflict, refused.Exit);
        Assert.Single(_api.Asked);
    }

    [Fact]
    public void Refusals_name_what_was_asked()
    {
        var target = new KubernetesTarget(_client, _admin);

        InputException refused = Assert.Throws<InputException>(() => target.Begin(new(FaultKind.Kill, "supervisor-0", 0)));

        Assert.Equal((ExitCode.NotAllowed, $"DELETE {Pods}/emoe-supervisor-0: pods is forbidden"), (refused.Exit, refused.Message));
    }

    [Fact]
    public void What_was_commanded_is_taken_back_once()
    {
        var target = new KubernetesTarget(_client, _admin);
        IRunningFault fault = target.Begin(new(FaultKind.TakeBack, "", 1000) { Posts = [new("experts/release", new() { ["experts"] = new System.Text.Json.Nodes.JsonArray("1/2") })] });

        fault.End();
        fault.Dispose();

        Assert.Equal(["POST /admin/v1/experts/release"], _api.Asked.Skip(1));
    }

    public void Dispose()
    {
        _client.Dispose();
        _admin.Dispose();
        _api.Dispose();
    }

    private (int Status, string Body) Answer(string request) => request switch
    {
        _ when request.StartsWith($"GET {Pods}?labelSelector=", StringComparison.Ordinal) => (200, $$"""
            {"items":[{{Pod("emoe-node-0", _nodeUid, _nodeState)}},{{Pod("emoe-node-1")}},{{Pod("emoe-router-0")}},{{Pod("emoe-supervisor-1")}},{{Pod("emoe-supervisor-0")}},{{Pod("emoe-chaos-28x")}}]}
            """),
        $"DELETE {Pods}/emoe-supervisor-0?gracePeriodSeconds=0" => (403, """{"kind":"Status","message":"pods is forbidden"}"""),
        "GET /admin/v1/status" => (200, """{"leader":"emoe-supervisor-1 91"}"""),
        "POST /admin/v1/experts/release" => (200, """{"exit":0,"operation":0,"message":""}"""),
        _ when request.StartsWith("DELETE ", StringComparison.Ordinal) => (200, "{}"),
        _ => (404, """{"message":"there is no such thing"}"""),
    };

    private static string Pod(string name, string uid = "u", string state = """{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":0}]}""") =>
        $$"""{"metadata":{"name":"{{name}}","uid":"{{uid}}"},"status":{{state}}}""";
}
