using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Frames as a peer sends and gets them that has no link; waiting has a hang guard.</summary>
internal static class RawFrames
{
    public const int GuardMs = 20_000;

    /// <summary>Header and payload, as they go over the wire.</summary>
    public static byte[] Of(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        byte[] frame = [.. new byte[FrameCodec.HeaderBytes], .. payload];
        FrameCodec.Write(header, frame);
        return frame;
    }

    /// <summary>The next frame.</summary>
    public static (FrameHeader Header, byte[] Payload) Receive(IByteChannel channel)
    {
        byte[] header = new byte[FrameCodec.HeaderBytes];
        Fill(channel, header);
        FrameHeader read = FrameCodec.Read(header, Limits.FramePayloadBytesMax, out int bytes);
        byte[] payload = new byte[bytes];
        Fill(channel, payload);
        FrameCodec.Verify(header, payload);
        return (read, payload);
    }

    /// <summary>The next frame that is no ping.</summary>
    public static (FrameHeader Header, byte[] Payload) ReceiveNews(IByteChannel channel)
    {
        while (true)
        {
            (FrameHeader header, byte[] payload) = Receive(channel);
            if (header.Kind != FrameKind.Ping)
                return (header, payload);
        }
    }

    private static void Fill(IByteChannel channel, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int received = channel.Receive(bytes, GuardMs);
            Assert.NotEqual(0, received);
            bytes = bytes[received..];
        }
    }
}
