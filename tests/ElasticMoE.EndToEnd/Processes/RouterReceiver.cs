using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Hands everything on, and remembers who has linked.</summary>
internal sealed class RouterReceiver(IFrameReceiver next) : IFrameReceiver
{
    private readonly Lock _gate = new();
    private readonly List<NodeIdentity> _linked = [];

    /// <summary>The incarnations of a node that links were open to, oldest first, each once.</summary>
    public Incarnation[] IncarnationsOf(int node)
    {
        lock (_gate)
            return [.. _linked.Where(peer => peer.Node.Value == node).Select(peer => peer.Incarnation).Distinct()];
    }

    public void Opened(IFrameLink link)
    {
        lock (_gate)
            _linked.Add(link.Peer);
        next.Opened(link);
    }

    public void Received(IFrameLink link, FrameBuffer frame) => next.Received(link, frame);

    public void Broken(IFrameLink link, string reason) => next.Broken(link, reason);
}
