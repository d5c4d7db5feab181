using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>What HTTP clients of a whole cluster see when its processes die or hang: unbroken streams with the same text.</summary>
[Collection(ProcessCollection.Name)]
public sealed class GatewayFaultTests(MiniModel mini) : IDisposable
{
    private const int FaultAt = 60;

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
