using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.ControlPlane.Tests.Admin;
using ElasticMoE.Node.Kubernetes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Kubernetes;

/// <summary>A supervisor that asks Kubernetes for nodes, against a scripted API server.</summary>
public sealed class NodeScalerTests : IAsyncLifetime
{
    private const int NodesMax = 5;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly VirtualTime _clock = new();
    private readonly List<string> _said = [];
    private ScriptedApiServer _kubernetes = null!;
    private NodeScaler _scaler = null!;
    private StatusReport _status = new ScriptedCluster().Status() with { NodesReady = 3, NodesKnown = 3, ExpertsUnprotected = 7 };

    public async ValueTask InitializeAsync()
    {
        _kubernetes = await ScriptedApiServer.StartAsync();
        File.WriteAllText(_folder.PathOf("token"), "token-1\n");
        var target = new ScaleTarget(new(_kubernetes.Address, "emoe", _folder.PathOf("token"), AuthorityFile: null), "emoe-node");
        _scaler = new NodeScaler(target, NodesMax, () => _status, _clock, _said.Add);
    }

    public async ValueTask DisposeAsync()
    {
        _scaler.Dispose();
        await _kubernetes.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Where_replicas_dont_fit_for_a_minute_it_sets_one_number_and_asks_for_nothing_else()
    {
        await LookTwiceAsync();
        Assert.Equal(4, _kubernetes.Replicas);
        Assert.Equal("memory is short: asked Kubernetes for 4 nodes in place of 3", Assert.Single(_said));
        Assert.All(_kubernetes.Requests, request => Assert.Matches("^(GET|PATCH) /apis/apps/v1/namespaces/emoe/statefulsets/emoe-node/scale$", request));
        Assert.Single(_kubernetes.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
        // The new node isn't there yet.
        await LookTwiceAsync();
        Assert.Equal(4, _kubernetes.Replicas);
        _status = _status with { NodesReady = 4 };
        await LookTwiceAsync();
        Assert.Equal(5, _kubernetes.Replicas);
        _status = _status with { NodesReady = 5 };
        await LookTwiceAsync();
        Assert.Equal(NodesMax, _kubernetes.Replicas);
    }

    [Fact]
    public async Task One_that_doesnt_lead_or_whose_replicas_fit_asks_for_nothing()
    {
        _status = _status with { Lease = 0 };
        await LookTwiceAsync();
        Assert.Empty(_kubernetes.Requests);
        _status = _status with { Lease = 3, ExpertsUnprotected = 0 };
        await LookTwiceAsync();
        Assert.Equal(3, _kubernetes.Replicas);
        _status = _status with { FitsAfterLargestLoss = false };
        await LookTwiceAsync();
        Assert.Equal(4, _kubernetes.Replicas);
    }

    [Fact]
    public async Task A_number_that_somebody_else_has_set_meanwhile_stands()
    {
        _kubernetes.BeforePatch = () => _kubernetes.Change(4);
        await LookTwiceAsync();
        Assert.Equal(4, _kubernetes.Replicas);
        Assert.Contains("409", Assert.Single(_said));
    }

    [Fact]
    public async Task What_keeps_it_from_scaling_is_said_once_and_tried_again_with_the_token_as_it_is_then()
    {
        _kubernetes.Token = "token-2";
        await LookTwiceAsync();
        await LookTwiceAsync();
        Assert.Contains("401", Assert.Single(_said));
        Assert.DoesNotContain("token", _said[0]);
        File.WriteAllText(_folder.PathOf("token"), "token-2\n");
        await LookTwiceAsync();
        Assert.Equal(4, _kubernetes.Replicas);
    }

    /// <summary>Two looks a minute apart; those of its own timer in between find the same. One of them may be under way, and is waited for first.</summary>
    private async Task LookTwiceAsync()
    {
        await _scaler.LookAsync();
        _clock.Advance(s_minute);
        await _scaler.LookAsync();
        await _scaler.LookAsync();
    }
}
