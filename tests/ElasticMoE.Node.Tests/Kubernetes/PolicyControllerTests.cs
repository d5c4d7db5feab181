using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.ControlPlane.Tests.Admin;
using ElasticMoE.Node.Kubernetes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Kubernetes;

/// <summary>A supervisor that applies expert policies, against a scripted API server.</summary>
public sealed class PolicyControllerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];
    private readonly ScriptedCluster _cluster = new();
    private ScriptedPolicies _kubernetes = null!;
    private PolicyController _controller = null!;

    public async ValueTask InitializeAsync()
    {
        _kubernetes = await ScriptedPolicies.StartAsync();
        File.WriteAllText(_folder.PathOf("token"), "token-1\n");
        _cluster.Details = expert => new(new($"{expert}", 0, 2, [0, 1], [2], [], 0.25, false, false), "model", "", "", []);
        _controller = Controller();
    }

    public async ValueTask DisposeAsync()
    {
        _controller.Dispose();
        await _kubernetes.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_policy_wants_is_commanded_and_its_status_says_so()
    {
        _kubernetes.Apply("sql", """{"experts": ["3/7", "4/2"], "minReplicas": 1, "maxReplicas": 3, "sleepAfterSeconds": 120, "pins": [{"node": 1, "awake": true}]}""");
        await _controller.LookAsync();
        Assert.Equal(
        [
            "bound 3/7 4/2: 1 to 3 awake, asleep after 120 s", "pin 3/7 1 True", "pin 4/2 1 True",
        ], Commands());
        Assert.Equal(("Applied", ""), _kubernetes.Condition("sql"));
        Assert.Equal((1, 4), ((int)_kubernetes.Status("sql")["observedGeneration"]!, (int)_kubernetes.Status("sql")["awakeReplicas"]!));
        // Looking again commands the same, which changes nothing, and writes nothing.
        _cluster.Answer = _ => new(OutcomeCode.Unchanged, "it is so already");
        int before = _kubernetes.Requests.Count;
        await _controller.LookAsync();
        Assert.Equal(["GET /apis/emoe.dev/v1alpha1/namespaces/emoe/expertpolicies"], _kubernetes.Requests.Skip(before));
        Assert.Empty(_said);
    }

    [Fact]
    public async Task What_a_policy_no_longer_wants_is_taken_back_and_all_of_it_before_it_goes()
    {
        _kubernetes.Apply("sql", """{"experts": ["3/7", "4/2"], "maxReplicas": 3, "pins": [{"node": 1, "awake": true}, {"node": 2}]}""");
        await _controller.LookAsync();
        Commands();
        _kubernetes.Apply("sql", """{"experts": ["3/7"], "maxReplicas": 2, "pins": [{"node": 2}]}""");
        // Another supervisor goes on where this one has stopped.
        _controller.Dispose();
        _controller = Controller();
        await _controller.LookAsync();
        Assert.Equal(["unbound 4/2", "unpin 3/7 1", "unpin 4/2 1", "unpin 4/2 2", "bound 3/7: 0 to 2 awake", "pin 3/7 2 False"], Commands());
        _kubernetes.Delete("sql");
        Assert.True(_kubernetes.Has("sql"));
        _cluster.Answer = _ => new(OutcomeCode.Frozen, "too many nodes look lost at once");
        await _controller.LookAsync();
        Assert.Equal(("Refused", "too many nodes look lost at once"), _kubernetes.Condition("sql"));
        _cluster.Answer = _ => new(OutcomeCode.Done, "done");
        Commands();
        await _controller.LookAsync();
        Assert.Equal(["unbound 3/7", "unpin 3/7 2"], Commands());
        Assert.False(_kubernetes.Has("sql"));
    }

    [Fact]
    public async Task One_that_makes_no_sense_is_contested_or_refused_says_why()
    {
        _kubernetes.Apply("a-first", """{"experts": ["3/7"], "maxReplicas": 2}""");
        _kubernetes.Apply("b-contested", """{"experts": ["3/6", "3/7"], "maxReplicas": 2}""");
        _kubernetes.Apply("c-wrong", """{"experts": ["3-7"], "maxReplicas": 2}""");
        _kubernetes.Apply("d-empty", """{"experts": ["3/8"], "minReplicas": 4, "maxReplicas": 2}""");
        _kubernetes.Apply("e-refused", """{"experts": ["3/9"], "maxReplicas": 2}""");
        _cluster.Answer = request => request.Command is AdminCommand.Bound { Experts: [{ Index: 9 }] } ? new(OutcomeCode.UnknownExpert, "the model has no expert 3/9") : new(OutcomeCode.Done, "done");
        await _controller.LookAsync();
        Assert.Equal("Applied", _kubernetes.Condition("a-first").Reason);
        Assert.Equal(("Conflict", "expert 3/7 is policy a-first's, which is older"), _kubernetes.Condition("b-contested"));
        Assert.Equal(("Invalid", "field 'experts': '3-7' is no expert; one is written LAYER/INDEX, as in 3/17"), _kubernetes.Condition("c-wrong"));
        Assert.Equal(("Invalid", "spec: 4 to 2 replicas are no range"), _kubernetes.Condition("d-empty"));
        Assert.Equal(("Refused", "the model has no expert 3/9"), _kubernetes.Condition("e-refused"));
    }

    /// <summary>What was about to be set is known to whoever goes on, though the end of it was never written.</summary>
    [Fact]
    public async Task A_change_that_is_cut_short_is_taken_back_with_the_policy()
    {
        int statuses = 0;
        _kubernetes.BeforeStatus = name =>
        {
            // Somebody else changes the policy before its second status is written.
            if (++statuses == 2)
                _kubernetes.Apply(name, """{"experts": ["3/7"], "maxReplicas": 2}""");
        };
        _kubernetes.Apply("sql", """{"experts": ["3/7", "4/2"], "maxReplicas": 3}""");
        await _controller.LookAsync();
        Assert.Contains("409", Assert.Single(_said));
        Commands();
        await _controller.LookAsync();
        Assert.Equal(["unbound 4/2", "bound 3/7: 0 to 2 awake"], Commands());
        Assert.Equal(("Applied", ""), _kubernetes.Condition("sql"));
    }

    [Fact]
    public async Task One_that_doesnt_lead_asks_for_nothing()
    {
        _cluster.Lease = 0;
        _kubernetes.Apply("sql", """{"experts": ["3/7"], "maxReplicas": 3}""");
        await _controller.LookAsync();
        Assert.Empty(_kubernetes.Requests);
    }

    private PolicyController Controller() => new(new(_kubernetes.Address, "emoe", _folder.PathOf("token"), AuthorityFile: null), _cluster, _cluster, new VirtualTime(), _said.Add);

    /// <summary>The commands since it was last asked.</summary>
    private string[] Commands()
    {
        string[] given = [.. _cluster.Requests.Select(request => request.Command switch
        {
            AdminCommand.Bound { Bounds: { } bounds } bound => $"bound {string.Join(' ', bound.Experts)}: {bounds}",
            AdminCommand.Bound unbound => $"unbound {string.Join(' ', unbound.Experts)}",
            AdminCommand.Pin pin => $"pin {pin.Expert} {pin.Node} {pin.Awake}",
            AdminCommand.Unpin unpin => $"unpin {unpin.Expert} {unpin.Node}",
            var other => other.GetType().Name,
        })];
        _cluster.Requests.Clear();
        return given;
    }
}
