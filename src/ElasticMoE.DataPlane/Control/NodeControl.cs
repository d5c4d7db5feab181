using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Control;

/// <summary>A node's end of the supervisor's links: hands lease numbers and commands to the node's agent, and sends its reports.</summary>
/// <param name="agent">Carries commands out.</param>
/// <param name="log">Takes a line where reports can't be sent any more.</param>
public sealed class NodeControl(INodeAgent agent, Action<string> log) : IFrameReceiver
{
    private readonly NodeReporting _reporting = new(agent, (_, _) => true, log);

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        link.SendOrBreak(new FrameHeader { Kind = FrameKind.Description }, ControlPayload.Write(agent.Description));
        _reporting.Begin(link);
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        using (frame)
            Take(link, frame);
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason) => _reporting.End(link);

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        switch (frame.Header.Kind)
        {
            case FrameKind.Fence:
                link.SendOrBreak(frame.Header with { Kind = FrameKind.Fenced }, ControlPayload.WriteLease(agent.Fence(ControlPayload.ReadLease(frame.Payload))));
                break;
            case FrameKind.Command:
                link.SendOrBreak(frame.Header with { Kind = FrameKind.Receipt }, [(byte)agent.Submit(ControlPayload.ReadCommand(frame.Payload))]);
                break;
            default:
                throw new FrameFault($"{frame.Header.Kind}, which a supervisor doesn't send to a node");
        }
    }
}
