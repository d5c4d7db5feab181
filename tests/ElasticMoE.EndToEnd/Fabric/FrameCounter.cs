using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>Counts what arrives for a receiver.</summary>
internal sealed class FrameCounter(IFrameReceiver receiver) : IFrameReceiver
{
    private long _frames;

    public long Frames => Interlocked.Read(ref _frames);

    public void Opened(IFrameLink link) => receiver.Opened(link);

    public void Received(IFrameLink link, FrameBuffer frame)
    {
        Interlocked.Increment(ref _frames);
        receiver.Received(link, frame);
    }

    public void Broken(IFrameLink link, string reason) => receiver.Broken(link, reason);
}
