using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Faults of node processes while eight streams run: no request fails and no token differs. The stalls are reported, not asserted;
/// EMOE_FAULTS says how many faults to measure.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class ProcessFaultTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Nodes = 3, FaultAt = 400;

    private readonly TemporaryFolder _folder = new();

    private static int Faults => StallReport.Faults;

    [Fact]
    public void A_killed_node_costs_no_token_and_comes_back_as_a_new_incarnation()
    {
        using RunningCluster cluster = Up();
        using var router = new ClusterRouter(cluster.Folder, mini.Model);
        var stalls = new List<double>();
        for (int fault = 0; fault < Faults; fault++)
        {
            int victim = fault % Nodes;
            int killed = cluster.NodePid(victim);
            Incarnation[] before = router.Receiver.IncarnationsOf(victim);

            Assert.Equal(mini.Alone, mini.Streams.Through(router.Exchange, FaultAt, () => ProcessSignals.Kill(killed), out double[] stallsMs));

            Assert.NotEmpty(stallsMs);
            stalls.AddRange(stallsMs);
            cluster.WaitForLine($"node {victim} runs again");
            router.WaitForAll();
            Assert.NotEqual(killed, cluster.NodePid(victim));
            Assert.Equal(before.Length + 1, router.Receiver.IncarnationsOf(victim).Length);
        }
        StallReport.Write(output, "kill", Faults, stalls);
    }

    [Fact]
    public void A_halted_node_costs_no_token_and_goes_on_as_the_same_incarnation()
    {
        using RunningCluster cluster = Up();
        using var router = new ClusterRouter(cluster.Folder, mini.Model);
        var stalls = new List<double>();
        for (int fault = 0; fault < Faults; fault++)
        {
            int halted = cluster.NodePid(fault % Nodes);
            try
            {
                Assert.Equal(mini.Alone, mini.Streams.Through(router.Exchange, FaultAt, () => ProcessSignals.Stop(halted), out double[] stallsMs));
                Assert.NotEmpty(stallsMs);
                stalls.AddRange(stallsMs);
            }
            finally
            {
                ProcessSignals.Continue(halted);
            }
            router.WaitForAll();
            Assert.Single(router.Receiver.IncarnationsOf(fault % Nodes));
        }
        StallReport.Write(output, "hang", Faults, stalls);
    }

    [Fact]
    public void Nodes_end_with_a_parent_that_is_killed_and_the_next_cluster_ends_one_that_could_not()
    {
        int halted;
        using (RunningCluster cluster = Up())
        {
            halted = cluster.NodePid(1);
            ProcessSignals.Stop(halted);
            ProcessSignals.Kill(cluster.ParentPid);
        }
        using RunningCluster next = Up();
        Assert.NotEqual(halted, next.NodePid(1));
        using var router = new ClusterRouter(next.Folder, mini.Model);
        Assert.Equal(mini.Alone, mini.Streams.Through(router.Exchange, int.MaxValue, () => { }, out _));
    }

    public void Dispose() => _folder.Dispose();

    private RunningCluster Up() => new(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes);
}
