using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A node whose packets vanish costs no request and no token.</summary>
[Collection(ProcessCollection.Name)]
public sealed class CutLinkTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int FaultAt = 400;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(CutDirection.Both)]
    [InlineData(CutDirection.ToNode)]
    [InlineData(CutDirection.FromNode)]
    public void A_node_that_is_cut_off_costs_no_token_and_is_used_again(CutDirection direction)
    {
        Assert.SkipUnless(NetworkNamespace.IsPossible, "Cutting links takes root and the ip command for network namespaces.");
        using var network = new NetworkNamespace();
        WriteCluster($"tcp:{network.Address}:{ChosenPort()}");
        using LoneNode first = Node([], 0), cut = Node(network.Prefix, 1), last = Node([], 2);
        using var router = new ClusterRouter(_folder.Root, mini.Model);
        var stalls = new List<double>();
        for (int fault = 0; fault < StallReport.Faults; fault++)
        {
            Assert.Equal(mini.Alone, mini.Streams.Through(router.Exchange, FaultAt, () => network.Cut(direction), out double[] stallsMs));
            Assert.NotEmpty(stallsMs);
            stalls.AddRange(stallsMs);
            network.Heal(direction);
            router.WaitForAll();
        }
        Assert.Single(router.Receiver.IncarnationsOf(1));
        StallReport.Write(output, $"cut {direction}", StallReport.Faults, stalls);
    }

    public void Dispose() => _folder.Dispose();

    private LoneNode Node(string[] prefix, int number) => new(prefix, _folder.Root, mini.Cache, number);

    /// <summary>A port the system chooses; inside a fresh namespace, where nothing listens, each is free.</summary>
    private static int ChosenPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteCluster(string addressOfCut)
    {
        string[] nodes = [$"unix:{_folder.PathOf("node-0.sock")}", addressOfCut, $"unix:{_folder.PathOf("node-2.sock")}"];
        var cluster = new { model = MiniModel.Directory, nodes, parent = new { pid = Environment.ProcessId, startedTicks = 0L } };
        File.WriteAllText(_folder.PathOf("cluster.json"), JsonSerializer.Serialize(cluster));
        File.WriteAllText(_folder.PathOf("secret"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }
}
