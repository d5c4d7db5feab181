using System.Text.Json;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>What HTTP clients of a whole cluster see when its processes die or hang: unbroken streams with the same text.</summary>
[Collection(ProcessCollection.Name)]
public sealed class GatewayFaultTests(MiniModel mini) : IDisposable
{
    private const int FaultAt = 60;

    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Streams_outlive_routers_and_nodes()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "2");
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Assert.Contains("40 + 64 = 104[stop]", expected);

        foreach (string victim in (string[])["router-0", "node-1", "router-1"])
        {
            int pid = cluster.Pid(victim);
            Assert.Equal(expected, await streams.AskAsync(FaultAt, () => ProcessSignals.Kill(pid)));
            // It says so only where the kill came before the answers' end.
            cluster.WaitForLine($"{victim.Replace('-', ' ')} runs again");
            await streams.AskAsync(int.MaxValue, () => { });
        }
    }

    /// <summary>What an answer began with it keeps at another router: the weights of an expert that is updated, and the team whose experts it prefers.</summary>
    [Fact]
    public async Task Streams_keep_their_weights_and_their_team_when_their_router_dies()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "2");
        using var admin = new AdminSession(cluster.Folder);
        await admin.DoAsync("autoscale/pause", new { });
        using var streams = new HttpStreams(cluster.Gateway) { Tokens = 200 };
        string[] old = await streams.AskAsync(int.MaxValue, () => { });
        string file = _folder.PathOf("new.safetensors");
        using (ModelSource source = ModelSource.Open(MiniModel.Directory))
            ExpertFile.Write(source, new(1, 9), file);
        // 1. The router dies once the update is in force, and its answers begin anew at the other one, under the revision that it replaced.
        Assert.Equal(old, await streams.AskAsync(FaultAt, () =>
        {
            (int exit, string text) = EmoeCommand.Run(cluster.Folder, "experts", "update", "1/3", "--from", file, "--wait");
            Assert.True(exit == 0, text);
            ProcessSignals.Kill(cluster.Pid("router-0"));
        }));
        cluster.WaitForLine("router 0 runs again");
        string[] young = await streams.AskAsync(int.MaxValue, () => { });
        Assert.NotEqual(old, young);
        Assert.Equal(young, await streams.AskAsync(FaultAt, () => ProcessSignals.Kill(cluster.Pid("router-1"))));
        cluster.WaitForLine("router 1 runs again");
        await admin.DoAsync("experts/rollback", new { expert = "1/3" });

        // 2. A team is the cluster's as it is a single process's.
        string[] experts = ["1/27", "1/28", "2/21", "3/0", "4/12", "5/20"];
        await admin.DoAsync("teams/set", new { team = "sql", experts });
        File.WriteAllText(_folder.PathOf("teams.json"), JsonSerializer.Serialize(new { sql = experts }));
        string[] alone;
        using (var server = RunningServer.With("--teams", _folder.PathOf("teams.json")))
        {
            using var single = new HttpStreams(new Uri(server.Url)) { Team = "sql", Tokens = 200 };
            alone = await single.AskAsync(int.MaxValue, () => { });
        }
        Assert.NotEqual(old, alone);
        using var team = new HttpStreams(cluster.Gateway) { Team = "sql", Tokens = 200 };
        long started = TimeProvider.System.GetTimestamp();
        string[] asked = await team.AskAsync(int.MaxValue, () => { });
        while (asked.Any(answer => answer.Contains("there is no team", StringComparison.Ordinal)))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, "the gateway hears of no team");
            asked = await team.AskAsync(int.MaxValue, () => { });
        }
        Assert.Equal(alone, asked);
        Assert.Equal(alone, await team.AskAsync(FaultAt, () => ProcessSignals.Kill(cluster.Pid("router-0"))));
        using var nobody = new HttpStreams(cluster.Gateway) { Team = "blue" };
        Assert.All(await nobody.AskAsync(int.MaxValue, () => { }), refusal => Assert.Contains("there is no team 'blue'", refusal, StringComparison.Ordinal));
        Assert.Equal(old, await streams.AskAsync(int.MaxValue, () => { }));
    }

    [Fact]
    public async Task Streams_go_on_elsewhere_when_a_router_hangs()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 1, "--routers", "2");
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        int hung = cluster.Pid("router-0");
        try
        {
            Assert.Equal(expected, await streams.AskAsync(FaultAt, () => ProcessSignals.Stop(hung)));
        }
        finally
        {
            ProcessSignals.Continue(hung);
        }
    }

    public void Dispose() => _folder.Dispose();
}
