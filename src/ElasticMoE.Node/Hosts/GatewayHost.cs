using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Hosts;

/// <summary>A gateway: HTTP in front of a cluster's routers.</summary>
internal sealed class GatewayHost : IClusterHost
{
    /// <summary>How long it waits for a first router; without one it serves all the same, and answers that it isn't ready.</summary>
    private static readonly TimeSpan s_routersMax = TimeSpan.FromSeconds(10);

    private readonly RouterPool _pool;
    private readonly LinkHub _hub;
    private readonly GatewayServer _server;
    private readonly TimeSpan _grace;

    private GatewayHost(RouterPool pool, LinkHub hub, GatewayServer server, TimeSpan grace) => (_pool, _hub, _server, _grace) = (pool, hub, server, grace);

    /// <summary>Starts gateway <paramref name="number"/> of a cluster; it serves when this returns.</summary>
    /// <param name="number">Its number among the cluster's.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="http">Where it serves; null for its port and address of the description.</param>
    /// <param name="context">Who is told what people should know.</param>
    /// <exception cref="InputException">Its port can't be listened on.</exception>
    public static GatewayHost Start(int number, ClusterFolder folder, IPEndPoint? http, CommandContext context)
    {
        ClusterFile cluster = folder.Read();
        ModelManifest model = ClusterModel.OpenManifest(cluster, directory: null, ComputeThreads.Count());
        var pool = new RouterPool(TimeProvider.System);
        var hub = new LinkHub(new LinkOptions
        {
            Local = LocalPeers.Create(PeerNumbers.Gateway(number), PeerRole.Gateway, model.Digest, folder.ReadSecret(), WireFormatNames.Parse(cluster.Wire)),
            Receiver = pool,
            Tls = TlsFiles.Load(cluster.Tls),
            Log = line => context.Say($"emoe: {line}"),
        });
        try
        {
            foreach (string router in cluster.Routers)
                hub.Dial(LinkAddress.Parse(router));
            pool.WaitForRouter(s_routersMax);
            ServedModel served = Describe(cluster, model, pool);
            HttpSettings settings = cluster.Http ?? new();
            GatewayOptions options = HttpServing.Options(settings, http ?? settings.EndPoint(cluster.Gateways[number]), pool.Status.CacheBlocks / Math.Max(1, pool.Routers) * cluster.Routers.Count, context) with
            {
                Elasticity = new ClusterElasticity(folder, context.Clock), Dashboard = new ClusterDashboard(folder), Teams = pool.FindTeam,
            };
            return new(pool, hub, GatewayServer.StartAsync(served, options, line => context.Say($"emoe: {line}")).GetAwaiter().GetResult(), cluster.Grace);
        }
        catch
        {
            hub.Dispose();
            pool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task Running { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public string? Fault => _pool.Status.Fault;

    /// <inheritdoc/>
    public void Measure(MetricsPage page) => _server.Measure(page);

    /// <inheritdoc/>
    public Task DrainAsync(bool isEverybody) => _server.DrainAsync(_grace);

    public void Dispose()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _hub.Dispose();
        _pool.Dispose();
    }

    private static ServedModel Describe(ClusterFile cluster, ModelManifest model, ITokenService service) => new()
    {
        Id = ServedModels.NameOf(cluster.Model),
        Format = ChatFormat.Load(cluster.Model),
        Defaults = model.Generation,
        ContextLength = model.Config.MaxPositions,
        VocabularySize = model.Config.VocabularySize,
        Service = service,
        Fingerprint = ServedModels.FingerprintOf(model.Digest),
        Created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
    };
}
