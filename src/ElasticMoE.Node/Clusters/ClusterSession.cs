using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Node.Clusters;

/// <summary>This process as a router of a cluster: links to its nodes, and the exchange over them.</summary>
internal sealed class ClusterSession : IDisposable
{
    private readonly LinkHub _hub;

    private ClusterSession(LinkHub hub, FabricExchange exchange, int nodes) => (_hub, Exchange, Nodes) = (hub, exchange, nodes);

    public FabricExchange Exchange { get; }

    /// <summary>Nodes of the cluster.</summary>
    public int Nodes { get; }

    /// <summary>Dials every node and waits until each answers, or some do and the others take too long.</summary>
    /// <param name="folder">The cluster's.</param>
    /// <param name="self">By what number this router introduces itself.</param>
    /// <param name="model">Its model, as this process has loaded it.</param>
    /// <param name="log">Takes lines about links.</param>
    /// <param name="limit">How long to wait for nodes.</param>
    /// <exception cref="InputException">No node answers.</exception>
    public static ClusterSession Open(ClusterFolder folder, NodeId self, LanguageModel model, Action<string> log, TimeSpan limit)
    {
        ClusterFile cluster = folder.Read();
        WireFormat wire = WireFormatNames.Parse(cluster.Wire);
        ExpertMap map = folder.ReadMap(model.ExpertsPerLayer, cluster.Nodes.Count);
        string lastLine = "";
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = model.Config.HiddenSize, Map = () => map, Rows = model.RowCodecs(wire) });
        var hub = new LinkHub(new LinkOptions
        {
            Local = LocalPeers.Create(self, PeerRole.Router, model.Digest, folder.ReadSecret(), wire),
            Receiver = exchange,
            Tls = TlsFiles.Load(cluster.Tls),
            Log = line => log(lastLine = line),
        });
        foreach (string address in cluster.Nodes)
            hub.Dial(LinkAddress.Parse(address));
        exchange.WaitForNodes(cluster.Nodes.Count, limit);
        if (exchange.OpenNodes > 0)
            return new(hub, exchange, cluster.Nodes.Count);
        hub.Dispose();
        throw new InputException(folder.Root, $"no node of the cluster answers: {lastLine}", ExitCode.Unreachable);
    }

    public void Dispose() => _hub.Dispose();
}
