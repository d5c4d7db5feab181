using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Engine;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A row that kills every node that runs it with one expert of one layer, or with which the expert throws.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PoisonRowTests(MiniModel mini) : IDisposable
{
    private const int Nodes = 3, Poisoned = 5;

    private readonly TemporaryFolder _folder = new();

    // A node that takes longer about it than a late frame has, and longer than one that is given up, meets its copies too.
    [Theory]
    [InlineData("0", 2)]
    [InlineData("100", 2)]
    [InlineData("1000", 2)]
    [InlineData("throws", 0)]
    public void It_fails_its_own_request_alone_and_kills_two_nodes_at_most(string how, int deaths)
    {
        (ulong row, ExpertId expert) = APairOf(Poisoned);
        string planted = string.Create(CultureInfo.InvariantCulture, $"{expert.Layer}/{expert.Index}/{row:x}/{how}");
        ExpertMap map = EverywhereMap();
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, [("EMOE_TEST_POISON_ROW", planted)], ["--map", FileOf(map)]);
        using var router = new ClusterRouter(cluster.Folder, mini.Model, map, nodes: null);

        int[][] through = mini.Streams.Failing(router.Exchange);

        (int stream, string cause) = Assert.Single(mini.Streams.Failures);
        Assert.Equal(Poisoned, stream);
        Assert.Contains($"layer {expert.Layer}, expert {expert.Index}", cause, StringComparison.Ordinal);
        for (int other = 0; other < through.Length; other++)
            Assert.Equal(other == Poisoned ? mini.Alone[other][..through[other].Length] : mini.Alone[other], through[other]);
        Assert.InRange(through[Poisoned].Length, 1, mini.Alone[Poisoned].Length - 1);

        router.WaitForAll();
        int starts = Enumerable.Range(0, Nodes).Sum(node => router.Receiver.IncarnationsOf(node).Length);
        Assert.Equal(Nodes + deaths, starts);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each expert is awake on one node and a standby on all others: a third could take the row.</summary>
    private ExpertMap EverywhereMap() => new(
        new Epoch(0, 1),
        mini.Model.ExpertsPerLayer.SelectMany((experts, layer) => Enumerable.Range(0, experts).Select(expert => new ExpertPlacement(
            new(layer, expert), [new(expert % Nodes)], [.. Enumerable.Range(0, Nodes).Where(node => node != expert % Nodes).Select(node => new NodeId(node))]))));

    private string FileOf(ExpertMap map)
    {
        string path = _folder.PathOf("map.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            lease = map.Epoch.Lease,
            counter = map.Epoch.Counter,
            experts = map.Placements.Select(placement => new
            {
                layer = placement.Expert.Layer,
                expert = placement.Expert.Index,
                awake = placement.Awake.Select(node => node.Value),
                standby = placement.Standbys.Select(node => node.Value),
            }),
        }));
        return path;
    }

    /// <summary>Something that one stream's experts compute in the middle of its answer, and that no other stream's do.</summary>
    private (ulong Row, ExpertId Expert) APairOf(int stream)
    {
        using var pool = new ComputePool(1);
        var recording = new RecordingExchange(new LocalExpertHost(mini.Model, pool));
        using var engine = new Engine.Engine(mini.Model, pool, new EngineOptions { CacheBlocks = 64, Exchange = recording });
        engine.Submit(mini.Streams.Asked[stream]);
        while (engine.HasWork)
            engine.Step();
        (ulong Row, ExpertId Expert) pair = recording.Seen[recording.Seen.Count / 2];
        Assert.Single(recording.Seen, pair);
        return pair;
    }
}
