using System.Text.Json.Nodes;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Nodes that a leader can't reach, dead or only cut off from it, while eight streams run.</summary>
[Collection(ProcessCollection.Name)]
public sealed class LostNodeTests(MiniModel mini) : IDisposable
{
    /// <summary>So many that some sleep on the third node.</summary>
    private const int AsleepCount = 24;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly SupervisedCluster _cluster = new(mini);

    [Fact]
    public async Task ALeaderCutOffFromHealthyNodesFreezesAndEvictsNobody()
    {
        await BeginAsync();
        string[] asleep = [.. mini.Experts.Take(AsleepCount)];
        await _cluster.Admin.DoAsync("experts/sleep", new { experts = asleep });
        await _cluster.StreamWhileAsync(CutAndHealAsync(asleep));
        JsonArray events = (await _cluster.Admin.GetAsync("events?since=0&max=1000")).AsArray();
        Assert.DoesNotContain(events, one => (string?)one!["kind"] is "NodeRemoved");
    }

    [Fact]
    public async Task WithTwoOfThreeNodesDeadTheThirdTakesOverAndRequestsFinish()
    {
        await BeginAsync();
        long before = (long)(await _cluster.Admin.StatusAsync())["lastEvent"]!;
        ProcessSignals.Kill(_cluster.Node(0).Pid);
        ProcessSignals.Kill(_cluster.Node(1).Pid);
        Assert.Equal(mini.Alone, mini.Streams.Failing(_cluster.Router.Exchange));
        Assert.Empty(mini.Streams.Failures);
        // In the end all routers have missed them long enough, and the third is all there is.
        await _cluster.Admin.UntilAsync("status", status => (int)status["nodesKnown"]! == 1);
        await _cluster.MapAsync(map => map.Replicas.All(placed => placed.Awake.Count == 1));
        Assert.Equal(mini.Alone, mini.Streams.Failing(_cluster.Router.Exchange));
        // What only the dead had was put on the third at once, before anybody was removed.
        JsonArray events = (await _cluster.Admin.GetAsync($"events?since={before}&max=1000")).AsArray();
        IEnumerable<JsonNode?> early = events.TakeWhile(one => (string?)one!["kind"] is not "NodeRemoved");
        Assert.Contains(early, one => (string?)one!["kind"] is "PlacementChanged" && ((string)one["text"]!).Contains("serve what nobody reaches", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithNobodyLeadingARouterAndANodeThatStartServeAgain()
    {
        await BeginAsync();
        _cluster.Supervisor(0).Dispose();
        ProcessSignals.Kill(_cluster.Node(1).Pid);
        _cluster.StartNode(1);
        using ClusterSession late = ClusterSession.Open(new ClusterFolder(_cluster.Data), PeerNumbers.PassingRouter, mini.Model, _ => { }, s_hang);
        Assert.Equal(mini.Alone, mini.Streams.Through(late.Exchange, int.MaxValue, () => { }, out _));

        // Who leads next finds the node with experts in memory; which, and whether awake, is his to settle: standbys took over meanwhile.
        _cluster.StartSupervisor(0);
        await _cluster.Admin.UntilAsync("nodes/describe?node=1", node => (string?)node["summary"]!["state"] == "ready" && (int)node["summary"]!["awake"]! > 0);
        await _cluster.RedundantAsync();
        Assert.Equal(mini.Alone, mini.Streams.Through(late.Exchange, int.MaxValue, () => { }, out _));
    }

    public void Dispose() => _cluster.Dispose();

    private async Task BeginAsync()
    {
        _cluster.StartSupervisor(0);
        await _cluster.RedundantAsync();
        await _cluster.Admin.DoAsync("autoscale/pause", new { });
    }

    private async Task CutAndHealAsync(string[] asleep)
    {
        foreach (int node in (int[])[0, 1])
            _cluster.Cut(node, true);
        await _cluster.Admin.UntilAsync("status", status => (string?)status["health"] == "frozen");
        // What would put something to sleep or move it is refused.
        Assert.Equal(4, (int)(await _cluster.Admin.SubmitAsync("nodes/drain", new { node = 2 }))["exit"]!);
        JsonArray wanted = await _cluster.Admin.WantedAsync();
        bool Lies(JsonNode entry, string role, int node) => entry[role]!.AsArray().Any(one => (int)one! == node);
        Assert.Equal(4, (int)(await _cluster.Admin.SubmitAsync("experts/sleep", new { experts = (string[])[(string)wanted.First(entry => Lies(entry!, "awake", 2))!["expert"]!] }))["exit"]!);
        // What the third can do goes on: it wakes what sleeps there, and loads what it doesn't have.
        string sleeper = (string)wanted.First(entry => asleep.Contains((string)entry!["expert"]!) && Lies(entry, "standbys", 2))!["expert"]!;
        string elsewhere = (string)wanted.First(entry => !asleep.Contains((string)entry!["expert"]!) && !Lies(entry, "awake", 2) && !Lies(entry, "standbys", 2))!["expert"]!;
        await _cluster.Admin.DoAsync("experts/wake", new { experts = (string[])[sleeper] });
        // Whether the first replica still serves a leader cut off from its node can't see: the operation ends later, the load doesn't wait.
        Assert.Equal(0, (int)(await _cluster.Admin.SubmitAsync("experts/scale", new { expert = elsewhere, replicas = 2 }))["exit"]!);
        Assert.Equal("frozen", (string?)(await _cluster.Admin.StatusAsync())["health"]);
        foreach (string expert in (string[])[sleeper, elsewhere])
            await _cluster.MapAsync(map => map.Replicas.Any(placed => $"{placed.Replica.Expert}" == expert && placed.Awake.Contains(new(2))));
        foreach (int node in (int[])[0, 1])
            _cluster.Cut(node, false);
        await _cluster.Admin.UntilAsync("status", status => (string?)status["health"] != "frozen" && (int)status["nodesReady"]! == SupervisedCluster.Nodes);
    }
}
