using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>The supervisor's end of its links to routers.</summary>
/// <param name="listener">Is told of them.</param>
public sealed class RemoteRouters(IRouterListener listener) : IFrameReceiver
{
    private readonly Dictionary<IFrameLink, RemoteRouter> _routers = [];
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        // It introduces itself.
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        using (frame)
            Take(link, frame);
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        RemoteRouter? router;
        lock (_gate)
            _routers.Remove(link, out router);
        if (router is not null)
            listener.Left(router);
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        RemoteRouter? router;
        lock (_gate)
            router = _routers.GetValueOrDefault(link);
        switch (frame.Header.Kind)
        {
            case FrameKind.RouterReport when router is null:
                Join(link, MapPayload.ReadReport(frame.Payload));
                break;
            case FrameKind.RouterReport:
                RouterReport report = MapPayload.ReadReport(frame.Payload);
                router.Take(report);
                listener.Reported(report);
                break;
            case FrameKind.MapAsk when router is not null:
                listener.Asked(router);
                break;
            default:
                throw new FrameFault($"{frame.Header.Kind}, which a router doesn't send to a supervisor{(router is null ? " before it has introduced itself" : "")}");
        }
    }

    private void Join(IFrameLink link, RouterReport introduction)
    {
        if (introduction.Identity.Incarnation != link.Peer.Incarnation)
            throw new FrameFault($"{link.Peer} introduces itself as {introduction.Identity}");
        var router = new RemoteRouter(link, introduction);
        lock (_gate)
            _routers[link] = router;
        listener.Joined(router);
    }
}
