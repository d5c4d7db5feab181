using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Who is told what arrives on links.</summary>
public interface IFrameReceiver
{
    /// <summary>A link has been opened, and nothing has been received on it yet.</summary>
    void Opened(IFrameLink link);

    /// <summary>A frame has arrived (never a ping, never of the handshake). Called on the link's reading thread, in order; must not wait. The frame is the receiver's to dispose.</summary>
    /// <exception cref="FrameFault">What has arrived may not be said here; the link breaks for that reason.</exception>
    void Received(IFrameLink link, FrameBuffer frame);

    /// <summary>The link is broken; once, after which nothing more is received on it.</summary>
    void Broken(IFrameLink link, string reason);
}
