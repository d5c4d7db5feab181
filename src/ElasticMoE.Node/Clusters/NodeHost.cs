using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;

namespace ElasticMoE.Node.Clusters;

/// <summary>A node: experts of a model, served over links.</summary>
internal sealed class NodeHost : IClusterHost
{
    private readonly LanguageModel _model;
    private readonly ComputePool _pool;
    private readonly ExpertServer _server;
    private readonly LinkHub _hub;

    private NodeHost(LanguageModel model, ComputePool pool, ExpertServer server, LinkHub hub, LinkAddress address) =>
        (_model, _pool, _server, _hub, Address) = (model, pool, server, hub, address);

    public LinkAddress Address { get; }

    /// <summary>Loads the model and listens.</summary>
    /// <param name="number">The node's number in the cluster.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="threads">Compute threads; they don't spin, for the machine's cores are others' too.</param>
    /// <param name="log">Takes lines about links.</param>
    public static NodeHost Start(int number, ClusterFolder folder, int threads, Action<string> log) => Start(number, folder, folder.Read(), threads, log);

    /// <summary>As the other, by a description that may differ from the folder's.</summary>
    public static NodeHost Start(int number, ClusterFolder folder, ClusterFile cluster, int threads, Action<string> log)
    {
        byte[] secret = folder.ReadSecret();
        LanguageModel model = ClusterModel.Load(cluster, threads);
        ExpertMap map = folder.ReadMap(model.ExpertsPerLayer, cluster.Nodes.Count);
        WireFormat wire = WireFormatNames.Parse(cluster.Wire);
        RowCodecs rows = model.RowCodecs(wire);
        var pool = new ComputePool(threads, new ComputePoolOptions { SpinTurnsMax = 0 });
        var server = new ExpertServer(PoisonedHost.Around(new LocalExpertHost(model, pool)), model.ExpertsPerLayer.Count, rows: rows);
        var id = new NodeId(number);
        server.Change(machine => machine.Assign(map, id));
        var hub = new LinkHub(new LinkOptions { Local = LocalPeers.Create(id, PeerRole.Node, model, secret, wire), Receiver = server, Log = log, Tls = TlsFiles.Load(cluster.Tls) });
        return new(model, pool, server, hub, hub.Listen(LinkAddress.Parse(cluster.Nodes[number])));
    }

    /// <inheritdoc/>
    public Task Running { get; } = new TaskCompletionSource().Task;

    /// <summary>Routers take what is out elsewhere as soon as the links end.</summary>
    public Task DrainAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _hub.Dispose();
        _server.Dispose();
        _pool.Dispose();
        _model.Dispose();
    }
}
