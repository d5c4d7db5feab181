using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Node.Hosts;

/// <summary>
/// The one supervisor of a cluster on one machine: the journal is a SQLite file in the cluster's folder, locked for as long as it lives; it dials
/// nodes and routers, and serves the admin interface on a free port of this machine.
/// </summary>
internal sealed class SupervisorHost : IClusterHost
{
    /// <summary>One that was killed may hold the file for as long as the system takes to end it.</summary>
    private static readonly TimeSpan s_lockWait = TimeSpan.FromSeconds(10);

    private readonly ClusterFolder _folder;
    private readonly SqliteJournal _journal;
    private readonly SupervisorShell _shell;
    private readonly LinkHub _hub;
    private AdminServer? _admin;

    private SupervisorHost(ClusterFolder folder, ClusterFile cluster, CommandContext context)
    {
        _folder = folder;
        ModelManifest manifest = ClusterModel.OpenManifest(cluster, directory: null, threads: 1);
        LocalPeer local = LocalPeers.Create(PeerNumbers.Supervisor, PeerRole.Supervisor, manifest.Digest, folder.ReadSecret(), WireFormatNames.Parse(cluster.Wire));
        _journal = SqliteJournal.Open(folder.JournalFile(manifest.Digest), new SqliteJournalOptions { LockWait = s_lockWait, Clock = context.Clock }, context.Cancelled);
        Action<string> log = line => context.Say($"supervisor: {line}");
        var peers = new LinkPeers();
        _shell = new SupervisorShell(new SupervisorOptions
        {
            Journal = _journal,
            Peers = peers,
            Model = (ShapeOf(manifest), cluster.Nodes.Count),
            Holder = $"{Environment.MachineName} {local.Identity.Incarnation}",
            Planner = Planner.Plan,
            IsExclusive = true,
            Clock = context.Clock,
            Log = log,
        });
        peers.Tell = _shell.Tell;
        _hub = new LinkHub(new LinkOptions
        {
            Local = local,
            Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver>
            {
                [PeerRole.Node] = new RemoteNodes(peers.Joined, peers.Left),
                [PeerRole.Router] = new RemoteRouters(peers),
            }),
            Tls = TlsFiles.Load(cluster.Tls),
            Log = log,
        });
    }

    /// <summary>Ends with the supervisor; faulted where it can't go on.</summary>
    public Task Running => _shell.Running;

    /// <summary>What is decided is journaled, and what isn't nobody was told of.</summary>
    public Task DrainAsync() => Task.CompletedTask;

    /// <summary>Starts it: the admin interface answers when this returns; it leads as soon as it has replayed the journal.</summary>
    /// <param name="folder">The cluster's.</param>
    /// <param name="context">Who is told what people should know.</param>
    /// <exception cref="InputException">Another supervisor holds the journal (exit code: conflict), or it is damaged.</exception>
    public static SupervisorHost Start(ClusterFolder folder, CommandContext context)
    {
        ClusterFile cluster = folder.Read();
        var host = new SupervisorHost(folder, cluster, context);
        try
        {
            host._admin = AdminServer.StartAsync(
                new AdminServerOptions { Key = new AdminKey(folder.ReadOrMakeAdminKey()), Log = line => context.Say($"supervisor: {line}") },
                host._shell,
                new ClusterReports(host._shell)).GetAwaiter().GetResult();
            folder.WriteAdminUrl($"{host._admin.Address}");
            foreach (string address in cluster.Nodes.Concat(cluster.Routers))
                host._hub.Dial(LinkAddress.Parse(address));
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_admin is not null)
        {
            _folder.DeleteAdminUrl();
            _admin.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        _hub.Dispose();
        _shell.Dispose();
        _journal.Dispose();
    }

    private static ModelShape ShapeOf(ModelManifest manifest)
    {
        MixtureConfig mixture = manifest.Config.Mixture;
        return new(ContentDigest.Read(manifest.Digest),
        [
            .. manifest.ExpertsPerLayer.Select((experts, layer) =>
                new LayerShape(experts, experts > 0 ? mixture.ActiveExperts : 0, experts > 0 ? mixture.Groups : 1, manifest.BytesPerLayer[layer])),
        ]);
    }
}
