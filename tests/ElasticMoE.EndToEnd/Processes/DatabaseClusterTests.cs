using System.Net;
using System.Text.Json;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A whole cluster with two supervisors and a journal in PostgreSQL: one leader is killed, one halted that wakes up late, and then the database is gone.</summary>
[Collection(ProcessCollection.Name)]
public sealed class DatabaseClusterTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int FaultAt = 40, Nodes = 3;

    private readonly JournalDatabase _database = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task LeadersSucceedEachOtherAndTheClusterServesWithoutItsDatabase()
    {
        using var relay = new SocketRelay(new DnsEndPoint(_database.Host, _database.Port));
        using RunningCluster cluster = new(
            _folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, "--routers", "2", "--supervisors", "2", "--journal", _database.PlaceAt("127.0.0.1", relay.Port));
        using var admin = new AdminSession(cluster.Folder);
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Assert.Contains("40 + 64 = 104[stop]", expected);
        await admin.UntilAsync("status", status => (string?)status["health"] == "healthy" && (int)status["routers"]! == 2);
        await admin.DoAsync("autoscale/pause", new { });
        var times = new SuccessionTimes(output);
        for (int round = 0; round < SuccessionTimes.Rounds; round++)
        {
            int killed = LeaderOf(cluster);
            long first = await LeaseAsync(admin);
            await AskWhileAsync(streams, expected, () =>
            {
                ProcessSignals.Kill(cluster.Pid($"supervisor-{killed}"));
                return times.BeginAsync("killed", cluster.Folder, first);
            });
            cluster.WaitForLine($"supervisor {killed} runs again");
            await admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 2 });
            await WakeLateAsync(cluster, admin, streams, expected, times);
            await admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 1 });
        }
        times.Write();
        await WithoutDatabaseAsync(cluster, admin, streams, expected, relay);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    /// <summary>The parent, which would end a leader that is halted, is halted as well.</summary>
    private async Task WakeLateAsync(RunningCluster cluster, AdminSession admin, HttpStreams streams, string[] expected, SuccessionTimes times)
    {
        int halted = cluster.Pid($"supervisor-{LeaderOf(cluster)}");
        long stale = await LeaseAsync(admin), newest;
        ProcessSignals.Stop(cluster.ParentPid);
        try
        {
            await AskWhileAsync(streams, expected, () =>
            {
                ProcessSignals.Stop(halted);
                return times.BeginAsync("halted", cluster.Folder, stale);
            });
            newest = await LeaseAsync(admin);
            await admin.DoAsync("experts/sleep", new { experts = (string[])["2/5"] });
            ProcessSignals.Continue(halted);
            await StaleLeader.IsRefusedAsync(cluster.Folder, mini, _database.Place, stale);
            await admin.DoAsync("experts/wake", new { experts = (string[])["2/5"] });
            Assert.Equal(newest, await LeaseAsync(admin));
        }
        finally
        {
            ProcessSignals.Continue(cluster.ParentPid);
        }
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
    }

    private static async Task WithoutDatabaseAsync(RunningCluster cluster, AdminSession admin, HttpStreams streams, string[] expected, SocketRelay relay)
    {
        long last = await LeaseAsync(admin);
        relay.IsCut = true;
        await admin.UnreachableAsync("experts/scale", new { expert = "1/3", replicas = 2 });
        Assert.Equal(expected, await streams.AskAsync(FaultAt, () =>
        {
            ProcessSignals.Kill(cluster.NodePid(1));
            ProcessSignals.Kill(cluster.Pid("router-0"));
        }));
        cluster.WaitForLines("node 1 runs again", "router 0 runs again");
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
        // That the restarted ones serve shows when there are no others.
        ProcessSignals.Kill(cluster.Pid("router-1"));
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
        relay.IsCut = false;
        await admin.UntilAsync("status", status => (long)status["lease"]! > last && (int)status["nodesReady"]! == Nodes && (string?)status["health"] == "healthy");
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
    }

    /// <param name="streams">Ask everything.</param>
    /// <param name="expected">What they are answered.</param>
    /// <param name="fault">Causes a fault and waits until it is over.</param>
    private static async Task AskWhileAsync(HttpStreams streams, string[] expected, Func<Task> fault)
    {
        Task? over = null;
        Assert.Equal(expected, await streams.AskAsync(FaultAt, () => over = fault()));
        await over!;
    }

    private static async Task<long> LeaseAsync(AdminSession admin) => (long)(await admin.StatusAsync())["lease"]!;

    /// <summary>The supervisor that began to lead last.</summary>
    private static int LeaderOf(RunningCluster cluster)
    {
        using JsonDocument described = JsonDocument.Parse(File.ReadAllText(Path.Combine(cluster.Folder, "cluster.json")));
        int port = new Uri(File.ReadAllText(Path.Combine(cluster.Folder, "admin-url"))).Port;
        return described.RootElement.GetProperty("supervisors").EnumerateArray().Select(one => one.GetInt32()).ToList().IndexOf(port);
    }
}
