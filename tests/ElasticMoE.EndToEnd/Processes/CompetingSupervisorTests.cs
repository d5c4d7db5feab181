using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing.Databases;
using ElasticMoE.Testing.Processes;
using Npgsql;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Two supervisors that compete for a lease in PostgreSQL, while eight streams run on node processes.</summary>
[Collection(ProcessCollection.Name)]
public sealed class CompetingSupervisorTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly MiniModel _mini;
    private readonly ITestOutputHelper _output;
    private readonly string _schema = $"test_{Guid.NewGuid():N}", _journal;
    private readonly NpgsqlDataSource _database;
    private readonly SupervisedCluster _cluster;

    public CompetingSupervisorTests(MiniModel mini, ITestOutputHelper output)
    {
        Assert.SkipWhen(PostgresForTests.Connection is null, PostgresForTests.WhyNot);
        (_mini, _output) = (mini, output);
        var settings = new NpgsqlConnectionStringBuilder(PostgresForTests.Connection);
        _database = NpgsqlDataSource.Create(settings);
        Execute($"CREATE SCHEMA {_schema}");
        _journal = $"postgres://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}?search_path={_schema}";
        _cluster = new(mini, supervisors: 2);
    }

    [Fact]
    public async Task AKilledLeaderIsReplacedAndAPausedOneIsRefusedByItsNumber()
    {
        Start(0);
        Start(1);
        await _cluster.RedundantAsync();
        await _cluster.Admin.DoAsync("autoscale/pause", new { });
        await _cluster.StreamWhileAsync(FaultsAsync());
        JsonArray events = (await _cluster.Admin.GetAsync("events?since=0&max=1000")).AsArray();
        long[] indices = [.. events.Select(one => (long)one!["index"]!).Distinct()];
        Assert.Equal(Enumerable.Range(1, indices.Length).Select(index => (long)index), indices);
        long[] leases = [.. events.Select(one => (long)one!["lease"]!)];
        Assert.Equal(leases.Order(), leases);
        Assert.Equal(2, events.Count(one => ((string)one!["text"]!).Contains(" began: scale", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        _cluster?.Dispose();
        if (_database is null)
            return;
        Execute($"DROP SCHEMA {_schema} CASCADE");
        _database.Dispose();
    }

    private async Task FaultsAsync()
    {
        long first = await LeaseAsync();
        int killed = _cluster.Leader;
        ProcessSignals.Kill(_cluster.Supervisor(killed).Pid);
        long began = TimeProvider.System.GetTimestamp();
        long second = await NextAsync(first);
        _output.WriteLine($"killed: another leads after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        Assert.NotEqual(killed, _cluster.Leader);
        await _cluster.Admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 2 });
        Start(killed);

        int paused = _cluster.Leader;
        long third;
        ProcessSignals.Stop(_cluster.Supervisor(paused).Pid);
        try
        {
            began = TimeProvider.System.GetTimestamp();
            third = await NextAsync(second);
            _output.WriteLine($"paused: another leads after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
            await _cluster.Admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 1 });
        }
        finally
        {
            ProcessSignals.Continue(_cluster.Supervisor(paused).Pid);
        }
        await RefusedAsync(second);
        // Whoever woke up late leads no more, and says nothing that anybody heeds.
        Assert.Equal(third, await LeaseAsync());
        Assert.True(_cluster.Router.Control.Current!.Epoch.Lease >= third);
        await _cluster.Admin.UntilAsync("status", status => (long)status["lease"]! == third && (int)status["nodesReady"]! == SupervisedCluster.Nodes);
    }

    /// <summary>An append and a command under a number that is no longer the newest.</summary>
    private async Task RefusedAsync(long stale)
    {
        using (PostgresJournal journal = PostgresJournal.Open(PostgresAddress.ToConnection(_journal)))
            Assert.Equal(JournalOutcome.Refused, journal.Append(stale, journal.ReadHead().Value.Last, [new JournalEntry(Guid.NewGuid(), [1])]).Outcome);
        var joined = new TaskCompletionSource<RemoteNodeAgent>(TaskCreationOptions.RunContinuationsAsynchronously);
        LocalPeer late = LocalPeers.Create(PeerNumbers.Supervisor(7), PeerRole.Supervisor, _mini.Model.Digest, new ClusterFolder(_cluster.Data).ReadSecret(), WireFormatNames.Parse(null));
        using var hub = new LinkHub(new LinkOptions { Local = late, Receiver = new RemoteNodes(node => joined.TrySetResult(node), _ => { }) });
        hub.Dial(LinkAddress.Parse($"unix:{Path.Combine(_cluster.Data, "node-0.sock")}"));
        RemoteNodeAgent node = await joined.Task.WaitAsync(s_hang);
        node.Submit(new ReplicaCommand(stale, node.Description.Identity, new(new ExpertId(1, 3), 0), ReplicaAction.Unload, null, []));
        using var guard = new CancellationTokenSource(s_hang);
        Assert.Equal(CommandReceipt.StaleLease, (await node.Receipts.ReadAsync(guard.Token)).Receipt);
    }

    private void Start(int number) => _cluster.StartSupervisor(number, "--journal", _journal);

    private async Task<long> LeaseAsync() => (long)(await _cluster.Admin.StatusAsync())["lease"]!;

    private async Task<long> NextAsync(long lease) => (long)(await _cluster.Admin.UntilAsync("status", status => (long)status["lease"]! > lease))["lease"]!;

    private void Execute(string statement)
    {
        using NpgsqlCommand command = _database.CreateCommand(statement);
        command.ExecuteNonQuery();
    }
}
