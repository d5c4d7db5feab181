using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Bulk;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Hosting;
using ElasticMoE.Node.Rehearsal;

namespace ElasticMoE.Node.Clusters;

/// <summary>A node: experts of a model, served to routers, commanded by a supervisor, given to other nodes.</summary>
internal sealed class NodeHost : IClusterHost
{
    private readonly ComputePool _pool;
    private readonly ExpertLibrary _library;
    private readonly ExpertServer _server;
    private readonly BulkServer _bulk;
    private readonly NodeAgent _agent;
    private readonly CountedReceiver _routers;
    private readonly LinkHub _hub;
    private readonly ReplicaTable _replicas;
    private readonly Histogram _wakes = new("emoe_node_load_seconds", "How long an expert took from the node's store to memory.");

    private NodeHost(int number, ClusterFolder folder, ClusterFile cluster, NodeHostOptions options)
    {
        WireFormat wire = WireFormatNames.Parse(cluster.Wire);
        LinkTls? tls = TlsFiles.Load(cluster.Tls);
        byte[] secret = folder.ReadSecret();
        StartupSelfTest.Begin();
        ModelManifest manifest = ClusterModel.OpenManifest(cluster, options.Model, options.Threads);
        var id = new NodeId(number);
        string store = options.Store ?? folder.StoreOf(number);
        LocalPeer local = LocalPeers.Create(id, PeerRole.Node, manifest.Digest, secret, wire);
        _library = new(manifest, ExpertStore.Open(store), ExpertStore.Shared(options.Shared ?? folder.SharedStore));
        _pool = new ComputePool(options.Threads, new ComputePoolOptions { SpinTurnsMax = 0, Cores = CoreAffinity.CoresFor(options.Threads, first: number + 1) });
        _replicas = new ReplicaTable(manifest.ExpertsPerLayer, manifest.BytesPerLayer);
        _server = new ExpertServer(PoisonedHost.Around(new LocalExpertHost(_library, _pool), options.Faults), _replicas, rows: manifest.RowCodecs(wire));
        _bulk = new BulkServer(new LibraryPieces(_library), NodeHostOptions.BulkBytesPerSecondDefault, () => _server.IsBusy, TimeProvider.System);
        _agent = new NodeAgent(new NodeAgentOptions
        {
            Description = new(local.Identity, cluster.Nodes[number], options.Zone, options.Host ?? Environment.MachineName, options.MemoryBytes ?? MemoryShare(cluster.Nodes.Count)),
            Replicas = _replicas,
            Server = _server,
            Library = _library,
            Sources = new(_library, new BulkOptions { Local = local, Tls = tls }, [.. cluster.Nodes.Select((address, other) => new BulkPeer(new(other), LinkAddress.Parse(address))).Where(peer => peer.Node != id)]),
            StoreFolder = store,
            Woke = _wakes.Observe,
            BeforeLoad = () => options.Faults?.CheckLoad(),
            Log = options.Log,
        });
        _routers = new CountedReceiver(new StatingServer(_server, _agent, options.Log));
        _hub = new LinkHub(new LinkOptions
        {
            Local = local,
            Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver>
            {
                [PeerRole.Router] = _routers,
                [PeerRole.Node] = _bulk,
                [PeerRole.Supervisor] = new NodeControl(_agent, options.Log),
            }),
            Tls = tls,
            Faults = options.Faults?.Links,
            Log = options.Log,
        });
        _ = StartupSelfTest.Report;
        FailoverRehearsal.Run(options.Log);
    }

    /// <summary>Where it listens.</summary>
    public LinkAddress Address { get; private set; }

    /// <summary>Carries out commands about its replicas.</summary>
    public INodeAgent Agent => _agent;

    /// <summary>Ends with the node; faulted where its agent can't go on.</summary>
    public Task Running => _agent.Running;

    /// <summary>A node alone finishes what it has; what comes meanwhile goes elsewhere. Where all go, those that still have requests need it to the end.</summary>
    public Task DrainAsync(bool isEverybody) => isEverybody ? _routers.None : _server.DrainAsync();

    /// <summary>
    /// Starts node <paramref name="number"/> of a cluster: listens, so that others can take weights from it, and holds what it last held, else
    /// what the cluster's map says. What can't be had is logged; the leader hears of it.
    /// </summary>
    /// <param name="number">The node's number in the cluster.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="cluster">Its description, which may differ from the folder's.</param>
    /// <param name="options">What else the node is told.</param>
    public static NodeHost Start(int number, ClusterFolder folder, ClusterFile cluster, NodeHostOptions options)
    {
        var node = new NodeHost(number, folder, cluster, options);
        try
        {
            node.Begin(number, folder, cluster, options);
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Measure(MetricsPage page)
    {
        NodeReport report = _agent.Observe();
        long[] rows = _server.Locked(() => (long[])[.. _replicas.RowsPerLayer]);
        page.Gauges("emoe_node_replicas", "Replicas on the node, by state.", ReplicaStates.Count(report.Replicas));
        page.Gauge("emoe_node_resident_bytes", "Memory that the node's replicas take.", report.ResidentBytes);
        page.Gauge("emoe_node_budget_bytes", "Memory that they may take.", report.BudgetBytes);
        page.Counters("emoe_node_rows_total", "Rows that the node's experts of a layer have run, a row once for each of its experts.",
            rows.Select((count, layer) => new MetricSample(count, new MetricLabel("layer", layer))));
        _wakes.Write(page);
    }

    public void Dispose()
    {
        _hub.Dispose();
        _agent.Dispose();
        _bulk.Dispose();
        _server.Dispose();
        _library.Dispose();
        _pool.Dispose();
    }

    /// <summary>Half of the machine's memory, shared out; the rest is for the system's and the router's.</summary>
    private static long MemoryShare(int nodes) => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / nodes;

    private static IReadOnlyList<HeldReplica> ByMap(ExpertMap map, NodeId node) =>
    [
        .. map.Placements.Where(placement => placement.Awake.Contains(node)).Select(placement => new HeldReplica(new(placement.Expert, 0), ReplicaPhase.Awake, null)),
        .. map.Placements.Where(placement => placement.Standbys.Contains(node)).Select(placement => new HeldReplica(new(placement.Expert, 0), ReplicaPhase.Warm, null)),
    ];

    private void Begin(int number, ClusterFolder folder, ClusterFile cluster, NodeHostOptions options)
    {
        Address = _hub.Listen(options.Listen ?? LinkAddress.Parse(cluster.Nodes[number]));
        IReadOnlyList<HeldReplica> assignment = AssignmentFile.TryRead(options.Store ?? folder.StoreOf(number))
            ?? ByMap(folder.ReadMap(_library.Manifest.ExpertsPerLayer, cluster.Nodes.Count), new(number));
        _agent.RestoreAsync(assignment, CancellationToken.None).GetAwaiter().GetResult();
    }
}
