using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>Sends every frame back.</summary>
internal sealed class FrameMirror : IFrameReceiver
{
    public void Opened(IFrameLink link)
    {
        // There is nothing to send before something comes.
    }

    public void Received(IFrameLink link, FrameBuffer frame) => link.TrySend(frame);

    public void Broken(IFrameLink link, string reason)
    {
        // The other side knows as well.
    }
}
