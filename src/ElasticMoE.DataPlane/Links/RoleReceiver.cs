using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Hands what arrives to whom it is for, by what the other end is; whom nobody here talks with is refused.</summary>
/// <param name="receivers">By the peer's role.</param>
public sealed class RoleReceiver(IReadOnlyDictionary<PeerRole, IFrameReceiver> receivers) : IFrameReceiver
{
    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        if (receivers.TryGetValue(link.Role, out IFrameReceiver? receiver))
            receiver.Opened(link);
        else
            link.Break($"nobody here talks with a {link.Role}");
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        if (receivers.TryGetValue(link.Role, out IFrameReceiver? receiver))
            receiver.Received(link, frame);
        else
            frame.Dispose();
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        if (receivers.TryGetValue(link.Role, out IFrameReceiver? receiver))
            receiver.Broken(link, reason);
    }
}
