using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class ClusterParentTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_node_that_cannot_be_started_again_is_tried_again_and_ends_nobody_else()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), cache.Folder, Repository.PathOf("models/emoe-mini"), 2);
        int other = cluster.NodePid(0), killed = cluster.NodePid(1);
        // A record is written under this name first.
        string blocker = _folder.PathOf("cluster", "node-1.pid.new");
        Directory.CreateDirectory(blocker);

        ProcessSignals.Kill(killed);

        Assert.Contains("node 1", cluster.WaitForLine("can't be started"), StringComparison.Ordinal);
        Assert.True(cluster.Runs);
        Directory.Delete(blocker);
        cluster.WaitForLine("node 1 runs again");
        Assert.NotEqual(killed, cluster.NodePid(1));
        Assert.Equal(other, cluster.NodePid(0));
    }

    public void Dispose() => _folder.Dispose();
}
