using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Forward;
using ElasticMoE.Placement;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>This process as a router of a cluster that lies in a folder.</summary>
internal sealed class ClusterRouter : IDisposable
{
    private const int RouterNumber = 1_000;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly LinkHub _hub;
    private readonly int _nodes;

    /// <summary>A router of all nodes, by the map that spreads experts over them.</summary>
    public ClusterRouter(string folder, LanguageModel model)
        : this(folder, model, map: null, nodes: null)
    {
    }

    /// <summary>A router of some nodes, by a map.</summary>
    public ClusterRouter(string folder, LanguageModel model, ExpertMap? map, int[]? nodes)
    {
        using JsonDocument cluster = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cluster.json")));
        string[] addresses = [.. cluster.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()!)];
        addresses = nodes is null ? addresses : [.. nodes.Select(node => addresses[node])];
        _nodes = addresses.Length;
        map ??= SpreadPlan.Make(new Epoch(0, 1), model.ExpertsPerLayer, [.. Enumerable.Range(0, _nodes).Select(node => new NodeId(node))]);
        Exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = model.Config.HiddenSize, Map = () => map });
        Receiver = new RouterReceiver(Exchange);
        _hub = new LinkHub(new LinkOptions { Local = Peer(folder, model), Receiver = Receiver });
        Array.ForEach(addresses, address => _hub.Dial(LinkAddress.Parse(address)));
        WaitForAll();
    }

    public FabricExchange Exchange { get; }

    public RouterReceiver Receiver { get; }

    /// <summary>Waits until every node is linked; between two exchanges.</summary>
    public void WaitForAll()
    {
        Exchange.WaitForNodes(_nodes, s_hang);
        Assert.Equal(_nodes, Exchange.OpenNodes);
    }

    public void Dispose() => _hub.Dispose();

    /// <summary>What this process says of itself to the cluster of a folder.</summary>
    public static LocalPeer Peer(string folder, LanguageModel model) => new()
    {
        Identity = new(new NodeId(RouterNumber), new Incarnation(1)),
        Role = PeerRole.Router,
        ModelDigest = model.Digest,
        KernelHash = Convert.FromHexString(StartupSelfTest.Report.Hash),
        Secret = Convert.FromHexString(File.ReadAllText(Path.Combine(folder, "secret"))),
    };
}
