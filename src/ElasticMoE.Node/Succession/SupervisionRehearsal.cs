using System.Net;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Hosts;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Succession;

/// <summary>
/// What a supervisor that waits for its turn does beforehand: (1) it leads a cluster of the same model, two nodes that obey and a router that
/// listens, with a journal of its own, until every expert is served; (2) it answers a question about it; (3) it leads again, from the journal.
/// When its turn comes it runs no code for the first time.
/// </summary>
internal sealed class SupervisionRehearsal : IDisposable
{
    private const int Nodes = 2;

    /// <summary>A machine that takes longer has other troubles; the process waits without having rehearsed.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("emoe-rehearsal-");
    private readonly ClusterFolder _folder;
    private readonly CommandContext _context;
    private readonly RouterControl _router;
    private readonly List<LinkHub> _hubs = [];

    private SupervisionRehearsal(ClusterFile cluster, CommandContext context)
    {
        _folder = new(_directory.FullName);
        _context = context with { Console = CommandConsole.Silent };
        IReadOnlyList<string> nodes = Addresses(ClusterRole.Expert, Nodes), routers = Addresses(ClusterRole.Router, 1);
        _folder.Create(cluster with { Nodes = nodes, Routers = routers, OtherRouters = [], Gateways = [], Supervisors = [0], Tls = null }, mapFile: null);
        ModelManifest manifest = ClusterModel.OpenManifest(cluster, directory: null, threads: 1);
        byte[] secret = _folder.ReadSecret();
        LocalPeer Peer(NodeId id, PeerRole role) => LocalPeers.Create(id, role, manifest.Digest, secret, WireFormatNames.Parse(cluster.Wire));
        for (int node = 0; node < Nodes; node++)
        {
            LocalPeer peer = Peer(new(node), PeerRole.Node);
            Serve(peer, PeerRole.Supervisor, new NodeControl(new ObedientNode(new(peer.Identity, nodes[node], "", $"host {node}", long.MaxValue / Nodes)), _ => { }), nodes[node]);
        }
        LocalPeer router = Peer(PeerNumbers.Router(0), PeerRole.Router);
        var sight = new RouterSight(new NodeLinks(new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver>()), _ => { }), () => null, new(manifest.ExpertsPerLayer), new(context.Clock), () => []);
        _router = new RouterControl(new(PeerNumbers.RouterNumber(router.Identity.Node), router.Identity.Incarnation), sight, context.Clock);
        Serve(router, PeerRole.Supervisor, _router, routers[0]);
    }

    /// <summary>Runs it.</summary>
    /// <param name="cluster">The cluster that the process belongs to; nothing of it is touched.</param>
    /// <param name="context">Takes a line where it couldn't be run.</param>
    public static void Run(ClusterFile cluster, CommandContext context)
    {
        if (!TryRun(cluster, context, s_limit) && !context.Cancelled.IsCancellationRequested)
            context.Say($"emoe: leading was not rehearsed: this machine didn't come to it in {s_limit.TotalSeconds:0} s");
    }

    /// <summary>Runs it.</summary>
    /// <returns>Whether it came to its end.</returns>
    public static bool TryRun(ClusterFile cluster, CommandContext context, TimeSpan limit)
    {
        using var rehearsal = new SupervisionRehearsal(cluster, context);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        ends.CancelAfter(limit);
        try
        {
            rehearsal.LeadAsync(lease: 1, ends.Token).GetAwaiter().GetResult();
            rehearsal.LeadAsync(lease: 2, ends.Token).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _router.Dispose();
        foreach (LinkHub hub in _hubs)
            hub.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task LeadAsync(long lease, CancellationToken ends)
    {
        var options = new SupervisorHostOptions { Journal = Path.Combine(_directory.FullName, "journal"), Admin = new(IPAddress.Loopback, 0) };
        using SupervisorHost supervisor = SupervisorHost.Start(0, _folder, options, _context);
        await foreach (ClusterMap map in _router.Changes(ends).ConfigureAwait(false))
        {
            if (map.Epoch.Lease == lease && map.Replicas.All(replica => replica.Awake.Count > 0 && replica.Standbys.Count > 0))
                break;
        }
        using var client = new AdminClient(AdminEndpoint.Read(_folder.ReadAdminUrl(), _folder.AdminKeyFile), ends);
        _ = client.Get($"{AdminTable.Root}/status", [], s_limit);
    }

    private void Serve(LocalPeer local, PeerRole to, IFrameReceiver receiver, string address)
    {
        var hub = new LinkHub(new LinkOptions { Local = local, Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [to] = receiver }) });
        _hubs.Add(hub);
        hub.Listen(LinkAddress.Parse(address));
    }

    private IReadOnlyList<string> Addresses(ClusterRole role, int count) => OperatingSystem.IsWindows() ? LoopbackPorts.Choose(count) : _folder.Sockets(role, count);
}
