using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>
/// A node's end of routers' links: states what it holds, at once and whenever that changes, so that a router that starts knows where experts are
/// though no supervisor tells it. All else is the server's.
/// </summary>
/// <param name="server">Serves rows.</param>
/// <param name="agent">Says what the node holds.</param>
/// <param name="log">Takes a line where it can't be stated any more.</param>
public sealed class StatingServer(IFrameReceiver server, INodeAgent agent, Action<string> log) : IFrameReceiver
{
    private readonly NodeReporting _reporting = new(agent, IsNews, log);

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        server.Opened(link);
        _reporting.Begin(link);
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame) => server.Received(link, frame);

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        _reporting.End(link);
        server.Broken(link, reason);
    }

    private static bool IsNews(NodeReport? last, NodeReport next)
    {
        if (last is null || last.Replicas.Count != next.Replicas.Count)
            return true;
        for (int i = 0; i < next.Replicas.Count; i++)
        {
            if (last.Replicas[i].Replica != next.Replicas[i].Replica || last.Replicas[i].Phase != next.Replicas[i].Phase)
                return true;
        }
        return false;
    }
}
