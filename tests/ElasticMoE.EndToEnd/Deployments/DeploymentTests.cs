using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Testing.Databases;
using ElasticMoE.Testing.Processes;
using Npgsql;

namespace ElasticMoE.EndToEnd.Deployments;

/// <summary>The cluster of k8s/base, as plain processes over TCP with a journal in PostgreSQL: one cluster, which is used and hurt in turn.</summary>
[Collection(ProcessCollection.Name)]
public sealed class DeploymentTests : IDisposable
{
    private const int FaultAt = 40;

    private readonly string _schema = $"test_{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _database;
    private readonly DeployedCluster _cluster;
    private readonly ITestOutputHelper _output;

    public DeploymentTests(MiniModel mini, ITestOutputHelper output)
    {
        Assert.SkipWhen(PostgresForTests.Connection is null, PostgresForTests.WhyNot);
        _output = output;
        var settings = new NpgsqlConnectionStringBuilder(PostgresForTests.Connection);
        _database = NpgsqlDataSource.Create(settings);
        Execute($"CREATE SCHEMA {_schema}");
        _cluster = new DeployedCluster($"postgres://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}?search_path={_schema}", mini.Cache);
    }

    [Fact]
    public async Task TheManifestsClusterServesThroughARollingRestartAndTheLossOfEach()
    {
        string[] alone = await AskAloneAsync();
        await _cluster.ReadyAsync();
        await HealthyAsync();
        using var first = new HttpStreams(_cluster.Gateway(0));
        using var second = new HttpStreams(_cluster.Gateway(1));
        Assert.Equal(alone, await first.AskAsync(int.MaxValue, () => { }));
        await CheckMetricsAsync();

        // 1. As a StatefulSet rolls: one by one, each ready before the next, under sixteen streams.
        int asked = await AskWhileAsync(alone, [first, second], RollAsync());
        _output.WriteLine($"{asked} answers while all expert nodes were restarted");

        // 2. One of each is lost without warning; the client's own gateway stays.
        foreach (string lost in (string[])["emoe-node-1", "emoe-router-0", $"emoe-supervisor-{await LeaderAsync()}", "emoe-gateway-1"])
        {
            await HealthyAsync();
            Assert.Equal(alone, await first.AskAsync(FaultAt, _cluster.Pod(lost).Kill));
            await _cluster.Pod(lost).StartAgainAsync();
        }
        await HealthyAsync();

        // 3. Asked to end while answers run, a gateway finishes them.
        Task? ended = null;
        Assert.Equal(alone, await second.AskAsync(FaultAt, () => ended = _cluster.Pod("emoe-gateway-1").StopAsync()));
        await ended!;
        foreach (Pod pod in _cluster.Pods.Where(pod => pod.Name.StartsWith("emoe-router", StringComparison.Ordinal) || pod.Name.StartsWith("emoe-supervisor", StringComparison.Ordinal)))
            await pod.StopAsync();
    }

    public void Dispose()
    {
        _cluster?.Dispose();
        if (_database is null)
            return;
        Execute($"DROP SCHEMA {_schema} CASCADE");
        _database.Dispose();
    }

    /// <summary>The truth: one process with the whole model.</summary>
    private static async Task<string[]> AskAloneAsync()
    {
        using var server = RunningServer.With();
        using var streams = new HttpStreams(new Uri(server.Url));
        return await streams.AskAsync(int.MaxValue, () => { });
    }

    private static async Task<int> AskWhileAsync(string[] alone, HttpStreams[] clients, Task something)
    {
        int answers = 0;
        do
        {
            foreach (string[] said in await Task.WhenAll(clients.Select(client => client.AskAsync(int.MaxValue, () => { }))))
            {
                Assert.Equal(alone, said);
                answers += said.Length;
            }
        }
        while (!something.IsCompleted);
        await something;
        return answers;
    }

    /// <summary>From the highest ordinal down.</summary>
    private async Task RollAsync()
    {
        foreach (Pod node in _cluster.Of("node").Reverse())
        {
            await node.StopAsync();
            await node.StartAgainAsync();
        }
    }

    /// <summary>What each role counts is there, and says what is so.</summary>
    private async Task CheckMetricsAsync()
    {
        foreach (Pod pod in _cluster.Pods)
            Assert.Contains("\nemoe_ready 1\n", await pod.MetricsAsync(), StringComparison.Ordinal);
        Assert.Contains("emoe_node_replicas{state=\"awake\"}", await _cluster.Pod("emoe-node-0").MetricsAsync(), StringComparison.Ordinal);
        string[] routers = await Task.WhenAll(_cluster.Of("router").Select(router => router.MetricsAsync()));
        Assert.All(routers, page => Assert.Contains($"\nemoe_router_nodes {_cluster.Of("node").Count()}\n", page, StringComparison.Ordinal));
        Assert.Contains(routers, page => page.Contains("emoe_expert_rows_total{layer=", StringComparison.Ordinal));
        Assert.Contains("\nemoe_output_tokens_total ", await _cluster.Pod("emoe-gateway-0").MetricsAsync(), StringComparison.Ordinal);
        Assert.Contains($"\nemoe_cluster_nodes_ready {_cluster.Of("node").Count()}\n", await _cluster.Pod($"emoe-supervisor-{await LeaderAsync()}").MetricsAsync(), StringComparison.Ordinal);
    }

    private async Task<int> LeaderAsync()
    {
        foreach (int number in (int[])[0, 1])
        {
            if ((await _cluster.Pod($"emoe-supervisor-{number}").MetricsAsync()).Contains("emoe_supervisor_leads 1\n", StringComparison.Ordinal))
                return number;
        }
        throw new InvalidOperationException("nobody leads");
    }

    /// <summary>Waits as a node does before it ends, until whoever leads says that every node is there and every expert has its standby.</summary>
    private Task HealthyAsync() => _cluster.Pod("emoe-node-0").PrepareAsync();

    private void Execute(string statement)
    {
        using NpgsqlCommand command = _database.CreateCommand(statement);
        command.ExecuteNonQuery();
    }
}
