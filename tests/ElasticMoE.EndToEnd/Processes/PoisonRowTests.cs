using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Engine;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A row that kills every node that runs it with one expert of one layer.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PoisonRowTests(MiniModel mini) : IDisposable
{
    private const int Nodes = 3, Poisoned = 5;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_fails_its_own_request_alone_and_kills_two_nodes()
    {
        (ulong row, ExpertId expert) = APairOf(Poisoned);
        string planted = string.Create(CultureInfo.InvariantCulture, $"{expert.Layer}/{expert.Index}/{row:x}");
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, [("EMOE_TEST_POISON_ROW", planted)], []);
        // A node that dies takes a while about it where the machine is busy, long enough for a copy to go to another node.
        using var router = new ClusterRouter(cluster.Folder, mini.Model, hedges: false);

        int[][] through = mini.Streams.Failing(router.Exchange);

        (int stream, string cause) = Assert.Single(mini.Streams.Failures);
        Assert.Equal(Poisoned, stream);
        Assert.Contains($"layer {expert.Layer}, expert {expert.Index}", cause, StringComparison.Ordinal);
        for (int other = 0; other < through.Length; other++)
            Assert.Equal(other == Poisoned ? mini.Alone[other][..through[other].Length] : mini.Alone[other], through[other]);
        Assert.InRange(through[Poisoned].Length, 1, mini.Alone[Poisoned].Length - 1);

        router.WaitForAll();
        int starts = Enumerable.Range(0, Nodes).Sum(node => router.Receiver.IncarnationsOf(node).Length);
        Assert.Equal(Nodes + 2, starts);
    }

    public void Dispose() => _folder.Dispose();

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
