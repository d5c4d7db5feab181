using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Rehearsal;

namespace ElasticMoE.Node.Hosts;

/// <summary>A router: computes gateways' requests with the experts of the cluster's nodes.</summary>
internal sealed class RouterHost : IClusterHost
{
    private readonly ModelSession _session;
    private readonly EngineTokenService _service;
    private readonly RequestServer _server;
    private readonly LinkHub _hub;

    private RouterHost(ModelSession session, Func<IFrameReceiver, LinkOptions> links)
    {
        _session = session;
        _service = new EngineTokenService(session.Engine, session.Options, session.BindThread);
        _server = new RequestServer(_service, TimeProvider.System)
        {
            Teams = () => session.Cluster!.Control.Current is { } map ? new(map.Epoch, map.Teams) : null,
        };
        _hub = new LinkHub(links(new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver>
        {
            [PeerRole.Gateway] = _server,
            [PeerRole.Supervisor] = session.Cluster!.Control,
        })));
    }

    /// <summary>Starts router <paramref name="number"/> of a cluster; it serves when this returns.</summary>
    /// <param name="number">Its number among the cluster's.</param>
    /// <param name="folder">The cluster's.</param>
    /// <param name="listen">Where it listens; null for its address of the description.</param>
    /// <param name="context">Who is told what people should know.</param>
    /// <exception cref="InputException">No node of the cluster answers, or the router's address can't be listened on.</exception>
    public static RouterHost Start(int number, ClusterFolder folder, LinkAddress? listen, CommandContext context)
    {
        ClusterFile cluster = folder.Read();
        var self = PeerNumbers.Router(number);
        ModelSession session = ModelSession.OpenCluster(folder, self, context);
        RouterHost? router = null;
        try
        {
            RequestRehearsal.Run(session.Engine, session.Model.Config.VocabularySize, line => context.Say($"emoe: {line}"));
            router = new(session, receiver => new LinkOptions
            {
                Local = session.Cluster!.Local,
                Receiver = receiver,
                Tls = TlsFiles.Load(cluster.Tls),
                Log = line => context.Say($"emoe: {line}"),
            });
            FailoverRehearsal.Run(line => context.Say($"emoe: {line}"));
            router._hub.Listen(listen ?? LinkAddress.Parse(cluster.Routers[number]));
            return router;
        }
        catch
        {
            if (router is null)
                session.Dispose();
            else
                router.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task Running { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public string? Fault => _service.Status.Fault;

    /// <inheritdoc/>
    public void Measure(MetricsPage page) => RouterMetrics.Write(page, _service.Status, _session);

    /// <inheritdoc/>
    public Task DrainAsync(bool isEverybody) => _server.DrainAsync("the router is ending");

    public void Dispose()
    {
        _hub.Dispose();
        _server.Dispose();
        _service.Dispose();
        _session.Dispose();
    }
}
