using System.Text.Json.Nodes;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Two supervisors that compete for a lease in PostgreSQL, while eight streams run on node processes.</summary>
[Collection(ProcessCollection.Name)]
public sealed class CompetingSupervisorTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private readonly JournalDatabase _database = new();
    private readonly SupervisedCluster _cluster = new(mini, supervisors: 2);

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
        _cluster.Dispose();
        _database.Dispose();
    }

    private async Task FaultsAsync()
    {
        long first = await LeaseAsync();
        int killed = _cluster.Leader;
        ProcessSignals.Kill(_cluster.Supervisor(killed).Pid);
        long began = TimeProvider.System.GetTimestamp();
        long second = await NextAsync(first);
        output.WriteLine($"killed: another leads after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
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
            output.WriteLine($"paused: another leads after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
            await _cluster.Admin.DoAsync("experts/scale", new { expert = "1/3", replicas = 1 });
        }
        finally
        {
            ProcessSignals.Continue(_cluster.Supervisor(paused).Pid);
        }
        await StaleLeader.IsRefusedAsync(_cluster.Data, mini, _database.Place, second);
        // Whoever woke up late leads no more, and says nothing that anybody heeds.
        Assert.Equal(third, await LeaseAsync());
        Assert.True(_cluster.Router.Control.Current!.Epoch.Lease >= third);
        await _cluster.Admin.UntilAsync("status", status => (long)status["lease"]! == third && (int)status["nodesReady"]! == SupervisedCluster.Nodes);
    }

    private void Start(int number) => _cluster.StartSupervisor(number, "--journal", _database.Place);

    private async Task<long> LeaseAsync() => (long)(await _cluster.Admin.StatusAsync())["lease"]!;

    private async Task<long> NextAsync(long lease) => (long)(await _cluster.Admin.UntilAsync("status", status => (long)status["lease"]! > lease))["lease"]!;
}
