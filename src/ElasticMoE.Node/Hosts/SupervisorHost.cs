using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Kubernetes;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Node.Hosts;

/// <summary>A supervisor: journals what it decides, dials nodes and routers, and serves the admin interface. It leads while it has the journal's lease.</summary>
internal sealed class SupervisorHost : IClusterHost
{
    private readonly ClusterFolder _folder;
    private readonly IJournal _journal;
    private readonly SharedWeights _weights;
    private readonly SupervisorShell _shell;
    private readonly ClusterReports _reports;
    private readonly LinkHub _hub;
    private AdminServer? _admin;
    private NodeScaler? _scaler;
    private PolicyController? _policies;
    private Heartbeat? _heartbeat;
    private readonly Lock _gate = new();
    private bool _leads;

    private SupervisorHost(int number, ClusterFolder folder, SupervisorHostOptions options, CommandContext context)
    {
        _folder = folder;
        ClusterFile cluster = folder.Read();
        ModelManifest manifest = ClusterModel.OpenManifest(cluster, directory: null, threads: 1);
        LocalPeer local = LocalPeers.Create(PeerNumbers.Supervisor(number), PeerRole.Supervisor, manifest.Digest, folder.ReadSecret(), WireFormatNames.Parse(cluster.Wire));
        (_journal, bool isExclusive) = JournalPlace.Open(options.Journal ?? folder.ReadJournalPlace() ?? folder.JournalFile(manifest.Digest), context);
        if (options.Faults is { } faults)
            _journal = new FullDiskJournal(_journal, faults);
        _weights = new(folder.SharedStore, manifest.BytesPerLayer.Max());
        Action<string> log = line => context.Say($"emoe: {line}");
        var peers = new LinkPeers();
        _shell = new SupervisorShell(new SupervisorOptions
        {
            Journal = _journal,
            Peers = peers,
            Model = (ShapeOf(manifest), cluster.Nodes.Count),
            Holder = $"{Environment.MachineName} {local.Identity.Incarnation}",
            Planner = Planner.Plan,
            IsExclusive = isExclusive,
            Led = _ => Announce(leads: true),
            Clock = context.Clock,
            Log = log,
        });
        _reports = new ClusterReports(_shell);
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
            Faults = options.Faults?.Links,
            Log = log,
        });
    }

    /// <summary>Ends with the supervisor; faulted where it can't go on.</summary>
    public Task Running => _shell.Running;

    /// <inheritdoc/>
    public void Measure(MetricsPage page) => SupervisorMetrics.Write(page, _reports, _shell.MailboxDepth, wantsNodes: _scaler is null);

    /// <summary>What is decided is journaled, and what isn't nobody was told of.</summary>
    public Task DrainAsync(bool isEverybody) => Task.CompletedTask;

    /// <summary>Starts supervisor <paramref name="number"/> of a cluster: the admin interface answers when this returns; it leads once it has the lease and has replayed the journal.</summary>
    /// <param name="number">Its number among the cluster's.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="options">What else it is told.</param>
    /// <param name="context">Who is told what people should know.</param>
    /// <exception cref="InputException">Another supervisor holds the journal's file (exit code: conflict), it is damaged, or its database can't be reached.</exception>
    public static SupervisorHost Start(int number, ClusterFolder folder, SupervisorHostOptions options, CommandContext context)
    {
        ClusterFile cluster = folder.Read();
        var host = new SupervisorHost(number, folder, options, context);
        try
        {
            host.Serve(options.Admin ?? new(IPAddress.Loopback, cluster.Supervisors[number]), line => context.Say($"emoe: {line}"));
            foreach (string address in cluster.Nodes.Concat(cluster.Routers).Concat(cluster.OtherRouters))
                host._hub.Dial(LinkAddress.Parse(address));
            if (options.Nodes is { } target)
                host._scaler = new NodeScaler(target, cluster.Nodes.Count, host._reports.Status, context.Clock, line => context.Say($"emoe: {line}"));
            if (options.Policies is { } account)
                host._policies = new PolicyController(account, host._shell, host._reports, context.Clock, line => context.Say($"emoe: {line}"));
            if (options.Beats is { } beats)
                host._heartbeat = new Heartbeat(beats);
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
        _heartbeat?.Dispose();
        _scaler?.Dispose();
        _policies?.Dispose();
        if (_admin is not null)
        {
            _folder.DeleteAdminUrl($"{_admin.Address}");
            _admin.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        _hub.Dispose();
        _shell.Dispose();
        _journal.Dispose();
    }

    private void Serve(IPEndPoint address, Action<string> log)
    {
        var options = new AdminServerOptions { Address = address, Key = new AdminKey(_folder.ReadOrMakeAdminKey()), Weights = _weights, Log = log };
        AdminServer admin = AdminServer.StartAsync(options, _shell, _reports).GetAwaiter().GetResult();
        lock (_gate)
            _admin = admin;
        Announce(leads: false);
    }

    /// <summary>People on this machine ask whoever began to lead last.</summary>
    private void Announce(bool leads)
    {
        lock (_gate)
        {
            _leads |= leads;
            if (_leads && _admin is { } admin)
                _folder.WriteAdminUrl($"{admin.Address}");
        }
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
