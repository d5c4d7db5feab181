using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Sends payloads that are there already, and what can't be left out.</summary>
internal static class FrameLinkSending
{
    private const string QueueIsFull = "its queue is full";

    /// <summary>Copies the payload to a frame and sends it.</summary>
    /// <returns>As <see cref="IFrameLink.TrySend"/>.</returns>
    public static bool TrySend(this IFrameLink link, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        FrameBuffer frame = link.Rent(payload.Length);
        frame.Header = header;
        payload.CopyTo(frame.Payload);
        return link.TrySend(frame);
    }

    /// <summary>Sends a frame without which the link is of no use: where it can't be sent, the link breaks.</summary>
    public static void SendOrBreak(this IFrameLink link, FrameBuffer frame)
    {
        if (!link.TrySend(frame))
            link.Break(QueueIsFull);
    }

    /// <inheritdoc cref="SendOrBreak(IFrameLink, FrameBuffer)"/>
    public static void SendOrBreak(this IFrameLink link, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!link.TrySend(header, payload))
            link.Break(QueueIsFull);
    }
}
