using System.Text.Json.Nodes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A whole cluster whose supervisor, parent or everything is killed: clients notice nothing, what is wanted stays, and one leads.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SupervisorFaultTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int FaultAt = 40, Nodes = 3;

    private static readonly (string, Action<int>)[] s_faults = [("killed", ProcessSignals.Kill), ("halted", ProcessSignals.Stop)];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ASupervisorThatIsKilledOrHangsIsReplacedUnseen()
    {
        using RunningCluster cluster = Up();
        using var admin = new AdminSession(cluster.Folder);
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Assert.Contains("40 + 64 = 104[stop]", expected);
        await admin.DoAsync("autoscale/pause", new { });
        await admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 2 });
        string[] events = await EventsAsync(admin);
        long lease = (long)(await admin.StatusAsync())["lease"]!;

        var times = new SuccessionTimes(output);
        foreach ((string name, Action<int> fault) in Enumerable.Repeat(s_faults, SuccessionTimes.Rounds).SelectMany(faults => faults))
        {
            cluster.WaitForLine("a spare one waits");
            int pid = cluster.Pid("supervisor-0"), spare = cluster.Pid("supervisor-0-spare");
            long before = lease;
            Task? leads = null;
            Assert.Equal(expected, await streams.AskAsync(FaultAt, () =>
            {
                fault(pid);
                leads = times.BeginAsync(name, cluster.Folder, before);
            }));
            await leads!;
            // The spare one leads, nobody did in between, and what is wanted is what was wanted.
            Assert.Equal(spare, cluster.Pid("supervisor-0"));
            lease = (long)(await admin.StatusAsync())["lease"]!;
            Assert.Equal(before + 1, lease);
            string[] later = await EventsAsync(admin);
            Assert.Equal(events, later.Take(events.Length));
            events = later;
            Assert.Equal(2, (int)(await admin.GetAsync("experts/describe?expert=1/3"))["summary"]!["replicas"]!);
        }
        times.Write();
        await admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 1 });
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
    }

    [Fact]
    public async Task WhatIsWantedOutlivesEverybodyAndAKilledParentLeavesNoLeader()
    {
        JsonArray wanted;
        string[] events;
        long lease;
        int left;
        using (RunningCluster cluster = Up())
        {
            using var admin = new AdminSession(cluster.Folder);
            await admin.DoAsync("autoscale/pause", new { });
            await admin.DoAsync("experts/scale", new { expert = "2/5", replicas = 2 });
            await admin.DoAsync("experts/sleep", new { experts = (string[])["1/0", "3/7"] });
            await admin.DoAsync("nodes/cordon", new { node = 2 });
            (wanted, events) = (await admin.WantedAsync(), await EventsAsync(admin));
            lease = (long)(await admin.StatusAsync())["lease"]!;
            // One that can't notice its parent's end is what the next cluster has to end.
            left = cluster.Pid("supervisor-0");
            ProcessSignals.Stop(left);
            foreach (string member in (string[])["gateway-0", "router-0", "router-1", "node-0", "node-1", "node-2"])
                ProcessSignals.Kill(cluster.Pid(member));
            ProcessSignals.Kill(cluster.ParentPid);
        }
        using RunningCluster next = Up();
        using var again = new AdminSession(next.Folder);
        Assert.Equal(lease + 1, (long)(await again.StatusAsync())["lease"]!);
        Assert.NotEqual(left, next.Pid("supervisor-0"));
        JsonArray now = await again.WantedAsync();
        string[] later = await EventsAsync(again);
        Assert.Equal(events, later.Take(events.Length));
        // On a machine with too much to do the new leader may have lost a node for a while and made up for it.
        if (!later.Skip(events.Length).Any(one => one.Contains(" placement", StringComparison.Ordinal) || one.Contains("stays awake", StringComparison.Ordinal)))
            Assert.True(JsonNode.DeepEquals(wanted, now));
        Assert.Equal((2, 0), ((int)(await again.GetAsync("experts/describe?expert=2/5"))["summary"]!["replicas"]!, (int)(await again.GetAsync("experts/describe?expert=3/7"))["summary"]!["replicas"]!));
        Assert.Contains("cordoned", (string)(await again.GetAsync("nodes/describe?node=2"))["summary"]!["state"]!, StringComparison.Ordinal);
        await again.UntilAsync("status", status => (int)status["expertsAsleep"]! == 2 && (int)status["operationsUnderWay"]! == 0);
        using var streams = new HttpStreams(next.Gateway);
        Assert.Contains("40 + 64 = 104[stop]", await streams.AskAsync(int.MaxValue, () => { }));
    }

    [Fact]
    public async Task ARouterThatHangsDoesNotBlockADrainAndALostNodeIsMadeUpFor()
    {
        using RunningCluster cluster = Up();
        using var admin = new AdminSession(cluster.Folder);
        await admin.UntilAsync("status", status => (string?)status["health"] is "healthy" && (int)status["routers"]! == 2);
        await admin.DoAsync("autoscale/pause", new { });
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        int hung = cluster.Pid("router-0");
        try
        {
            ProcessSignals.Stop(hung);
            await admin.DoAsync("nodes/drain", new { node = 2 });
            Assert.DoesNotContain(await admin.WantedAsync(), Names(2));
        }
        finally
        {
            ProcessSignals.Continue(hung);
        }
        await admin.DoAsync("nodes/uncordon", new { node = 2 });

        // A node that its parent can't start again: a record is written under this name first.
        Directory.CreateDirectory(Path.Combine(cluster.Folder, "node-1.pid.new"));
        int killed = cluster.NodePid(1);
        Task<double>? redundant = null;
        Assert.Equal(expected, await streams.AskAsync(FaultAt, () =>
        {
            ProcessSignals.Kill(killed);
            redundant = SecondsAsync(admin.UntilAsync("status", status => (int)status["nodesKnown"]! == 2 && (string?)status["health"] is "healthy"));
        }));
        output.WriteLine($"redundancySeconds {await redundant!:0.0}");
        JsonArray wanted = await admin.WantedAsync();
        Assert.DoesNotContain(wanted, Names(1));
        Assert.All(wanted, entry => Assert.Equal(2, entry!["awake"]!.AsArray().Count + entry["standbys"]!.AsArray().Count));
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
    }

    public void Dispose() => _folder.Dispose();

    private static Predicate<JsonNode?> Names(int node) => entry => entry!["awake"]!.AsArray().Concat(entry["standbys"]!.AsArray()).Any(one => (int)one! == node);

    /// <summary>All events; they come in order, none is missing, and none is there twice.</summary>
    private static async Task<string[]> EventsAsync(AdminSession admin)
    {
        JsonArray events = (await admin.GetAsync("events?since=0&max=1000")).AsArray();
        long[] indices = [.. events.Select(one => (long)one!["index"]!).Distinct()];
        Assert.Equal(Enumerable.Range(1, indices.Length).Select(index => (long)index), indices);
        string[] once = [.. events.Where(one => (string?)one!["kind"] is "PlacementChanged" or "LeaseTaken" or "OperationBegan" or "OperationEnded").Select(one => (string)one!["text"]!)];
        Assert.Equal(once.Distinct(), once);
        return [.. events.Select(one => $"{one!["index"]} {one["text"]}")];
    }

    private static async Task<double> SecondsAsync(Task what)
    {
        long began = TimeProvider.System.GetTimestamp();
        await what;
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private RunningCluster Up() => new(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, "--routers", "2");
}
