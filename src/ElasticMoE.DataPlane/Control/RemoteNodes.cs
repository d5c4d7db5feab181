using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>The supervisor's end of its links to nodes: each node that has introduced itself is an agent, until its link breaks.</summary>
/// <param name="joined">Is told of a node that has said where it is. Called on many threads; must not wait.</param>
/// <param name="left">Is told of one whose link is broken. Called on many threads; must not wait.</param>
public sealed class RemoteNodes(Action<RemoteNodeAgent> joined, Action<RemoteNodeAgent> left) : IFrameReceiver
{
    private readonly Dictionary<IFrameLink, RemoteNodeAgent> _agents = [];
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
        RemoteNodeAgent? agent;
        lock (_gate)
            _agents.Remove(link, out agent);
        if (agent is null)
            return;
        agent.End();
        left(agent);
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        RemoteNodeAgent? agent;
        lock (_gate)
            agent = _agents.GetValueOrDefault(link);
        if (agent is not null)
        {
            agent.Received(frame.Header, frame.Payload);
            return;
        }
        if (frame.Header.Kind != FrameKind.Description)
            throw new FrameFault($"{frame.Header.Kind} of a node that hasn't said where it is");
        agent = new(link, ControlPayload.ReadDescription(frame.Payload));
        if (agent.Description.Identity != link.Peer)
            throw new FrameFault($"{link.Peer} introduces itself as {agent.Description.Identity}");
        lock (_gate)
            _agents[link] = agent;
        joined(agent);
    }
}
