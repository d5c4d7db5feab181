using System.Collections.Concurrent;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Keeps what a process is told of its links; waiting has a hang guard.</summary>
internal sealed class Recorder : IFrameReceiver
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(20);

    public BlockingCollection<IFrameLink> OpenedLinks { get; } = [];

    public BlockingCollection<FrameBuffer> Frames { get; } = [];

    public BlockingCollection<string> Reasons { get; } = [];

    public BlockingCollection<string> Lines { get; } = [];

    public Action<IFrameLink, FrameBuffer>? OnFrame { get; init; }

    public void Opened(IFrameLink link) => OpenedLinks.Add(link);

    public void Received(IFrameLink link, FrameBuffer frame)
    {
        if (OnFrame is not null)
            OnFrame(link, frame);
        else
            Frames.Add(frame);
    }

    public void Broken(IFrameLink link, string reason) => Reasons.Add(reason);

    public static T Take<T>(BlockingCollection<T> from) =>
        from.TryTake(out T? item, s_guard) ? item : throw new TimeoutException($"no {typeof(T).Name} came");
}
