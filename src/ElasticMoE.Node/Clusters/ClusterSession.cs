using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Node.Clusters;

/// <summary>This process as a router of a cluster: links to its nodes, and the exchange over them.</summary>
internal sealed class ClusterSession : IDisposable
{
    /// <summary>How long a first node may take where no parent has started the nodes before: as long as a start may take.</summary>
    private static readonly TimeSpan s_platformMax = TimeSpan.FromMinutes(10);

    private readonly LinkHub _hub;

    private ClusterSession(LinkHub hub, LocalPeer local, FabricExchange exchange, RouterControl control) => (_hub, Local, Exchange, Control) = (hub, local, exchange, control);

    public FabricExchange Exchange { get; }

    /// <summary>This router's end of a supervisor's link, from which it has its map; until the first comes it works by what nodes state.</summary>
    public RouterControl Control { get; }

    /// <summary>Says which revisions the router's sequences are bound to.</summary>
    public Func<IReadOnlyList<Revision>> Bound { get; set; } = () => [];

    /// <summary>How this router introduces itself.</summary>
    public LocalPeer Local { get; }

    /// <summary>Nodes of the cluster.</summary>
    public required int Nodes { get; init; }

    /// <summary>Rows it has sent to each expert.</summary>
    public required ExpertRows Rows { get; init; }

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
        var stated = new StatedMap(folder.ReadMap(model.ExpertsPerLayer, cluster.Nodes.Count));
        string lastLine = "";
        RouterControl? control = null;
        ClusterSession? session = null;
        var rows = new ExpertRows(model.ExpertsPerLayer);
        var claims = new ExpertClaims(TimeProvider.System);
        var exchange = new FabricExchange(new FabricExchangeOptions
        {
            HiddenSize = model.Config.HiddenSize,
            Map = () => control?.Experts ?? stated.Map,
            Rows = model.RowCodecs(wire),
            Counted = rows,
            Claims = claims,
        });
        var links = new NodeLinks(exchange, stated.Take);
        LocalPeer local = LocalPeers.Create(self, PeerRole.Router, model.Digest, folder.ReadSecret(), wire);
        control = new RouterControl(new(PeerNumbers.RouterNumber(self), local.Identity.Incarnation), new RouterSight(links, () => exchange.InUse, rows, claims, () => session?.Bound() ?? []), TimeProvider.System, cluster.Supervisors.Count > 0 && self != PeerNumbers.PassingRouter);
        var hub = new LinkHub(new LinkOptions
        {
            Local = local,
            Receiver = links,
            Tls = TlsFiles.Load(cluster.Tls),
            Log = line => log(lastLine = line),
        });
        foreach (string address in cluster.Nodes)
            hub.Dial(LinkAddress.Parse(address));
        exchange.WaitForNodes(cluster.Nodes.Count, limit);
        // A platform starts everything at once, in no order, and its own patience ends a process that never serves.
        if (cluster.Parent is null && exchange.OpenNodes == 0)
            exchange.WaitForNodes(1, s_platformMax);
        if (exchange.OpenNodes > 0)
            return session = new(hub, local, exchange, control) { Nodes = cluster.Nodes.Count, Rows = rows };
        control.Dispose();
        hub.Dispose();
        throw new InputException(folder.Root, $"no node of the cluster answers: {lastLine}", ExitCode.Unreachable);
    }

    public void Dispose()
    {
        Control.Dispose();
        _hub.Dispose();
    }
}
