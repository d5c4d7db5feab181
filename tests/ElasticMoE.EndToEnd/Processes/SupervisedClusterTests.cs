using System.Text.Json.Nodes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// A supervised cluster, commanded over HTTP: experts are scaled, put to sleep, woken and moved while eight streams run, and no token differs from
/// the single process's.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class SupervisedClusterTests(MiniModel mini) : IDisposable
{
    private const int Rounds = 3;

    private readonly SupervisedCluster _cluster = new(mini);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task ExpertsAreScaledPutToSleepWokenAndMovedUnderLoadAndTheWishOutlivesTheSupervisor()
    {
        string wanted;
        long lease;
        using (_cluster.HostSupervisor())
        {
            await _cluster.RedundantAsync();
            await _cluster.Admin.DoAsync("autoscale/pause", new { });
            await _cluster.StreamWhileAsync(Task.Run(CommandAsync));
            wanted = await WantedAsync();
            lease = _cluster.Router.Control.Current!.Epoch.Lease;
        }

        // Without a supervisor requests go on by the last map.
        await _cluster.StreamWhileAsync(Task.CompletedTask);

        using (_cluster.HostSupervisor())
        {
            Assert.Equal(lease + 1, (await _cluster.MapAsync(map => map.Epoch.Lease > lease)).Epoch.Lease);
            Assert.Equal(wanted, await WantedAsync());
            await _cluster.StreamWhileAsync(Task.CompletedTask);
        }
    }

    /// <summary>One command after the other, each awaited until what it asks for is so.</summary>
    private async Task CommandAsync()
    {
        string[] experts = mini.Experts;
        for (int round = 0; round < Rounds; round++)
        {
            string expert = experts[round * 7 % experts.Length];
            await _cluster.Admin.DoAsync("experts/scale", new { expert, replicas = 2 });
            await _cluster.Admin.DoAsync("experts/scale", new { expert, replicas = 1 });
            await _cluster.Admin.DoAsync("experts/sleep", new { experts = (string[])[expert] });
            await _cluster.Admin.DoAsync("experts/wake", new { experts = (string[])[expert] });
            // One that no other command is about, so that it stays where it is found.
            await MoveAsync(experts[(round * 7 + 3) % experts.Length]);
        }
    }

    private async Task MoveAsync(string expert)
    {
        JsonNode entry = (await _cluster.Admin.WantedAsync()).Single(entry => (string?)entry!["expert"] == expert)!;
        int from = (int)entry["awake"]![0]!;
        int[] taken = [.. entry["awake"]!.AsArray().Concat(entry["standbys"]!.AsArray()).Select(node => (int)node!)];
        int[] free = [.. Enumerable.Range(0, SupervisedCluster.Nodes).Except(taken)];
        if (free.Length > 0)
            await _cluster.Admin.DoAsync("experts/move", new { expert, from, to = free[0] });
    }

    /// <summary>How many replicas of each expert are wanted awake. Where they are a takeover may have changed, on a machine with too much to do.</summary>
    private async Task<string> WantedAsync() =>
        string.Join(' ', (await _cluster.Admin.GetAsync("experts/get")).AsArray().Select(expert => $"{expert!["expert"]}:{expert["replicas"]}"));
}
