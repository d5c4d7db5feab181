using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>Notes which nodes a router has links to and what they state, and hands everything else on.</summary>
/// <param name="next">Is told what is told to this.</param>
/// <param name="stated">Takes what nodes state.</param>
public sealed class NodeLinks(IFrameReceiver next, Action<NodeReport> stated) : IFrameReceiver
{
    private readonly Dictionary<NodeId, int> _open = [];
    private readonly Dictionary<NodeId, Incarnation> _last = [];
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
        {
            _open[link.Peer.Node] = _open.GetValueOrDefault(link.Peer.Node) + 1;
            _last[link.Peer.Node] = link.Peer.Incarnation;
        }
        next.Opened(link);
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        if (frame.Header.Kind != FrameKind.Report)
        {
            next.Received(link, frame);
            return;
        }
        using (frame)
            Take(link, ControlPayload.ReadReport(frame.Payload));
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        lock (_gate)
            _open[link.Peer.Node]--;
        next.Broken(link, reason);
    }

    private void Take(IFrameLink link, NodeReport report)
    {
        if (report.Identity != link.Peer)
            throw new FrameFault($"a report of {report.Identity} from {link.Peer}");
        stated(report);
    }

    /// <summary>Nodes of a map that no link is open to, by the incarnation last spoken with (0 where none ever was), ascending.</summary>
    public IReadOnlyList<NodeIdentity> Unreachable(ClusterMap map)
    {
        lock (_gate)
            return [.. map.Nodes.Where(node => _open.GetValueOrDefault(node.Node) == 0).Select(node => new NodeIdentity(node.Node, _last.GetValueOrDefault(node.Node)))];
    }
}
