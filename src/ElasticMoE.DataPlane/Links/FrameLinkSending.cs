using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Links;

/// <summary>Sends payloads that are there already.</summary>
internal static class FrameLinkSending
{
    /// <summary>Copies the payload to a frame and sends it.</summary>
    /// <returns>As <see cref="IFrameLink.TrySend"/>.</returns>
    public static bool TrySend(this IFrameLink link, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        FrameBuffer frame = link.Rent(payload.Length);
        frame.Header = header;
        payload.CopyTo(frame.Payload);
        return link.TrySend(frame);
    }
}
