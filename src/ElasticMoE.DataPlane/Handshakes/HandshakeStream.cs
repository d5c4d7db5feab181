using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>Small frames one after the other over a channel, all of them within one deadline.</summary>
internal sealed class HandshakeStream(IByteChannel channel, HandshakeDeadline deadline)
{
    /// <summary>What the header of the last Hello or Welcome said of versions.</summary>
    public int PeerVersion { get; private set; }

    public void Send(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameCodec.HeaderBytes + payload.Length];
        payload.CopyTo(frame.AsSpan(FrameCodec.HeaderBytes));
        bool introduces = kind is FrameKind.Hello or FrameKind.Welcome;
        FrameCodec.Write(new FrameHeader { Kind = kind, Revision = new(introduces ? FrameCodec.NewestVersion : 0) }, frame);
        channel.Send(frame);
    }

    /// <exception cref="FrameFault">Another frame came; a refusal becomes its message.</exception>
    public byte[] Receive(FrameKind kind)
    {
        byte[] bytes = new byte[FrameCodec.HeaderBytes];
        Fill(bytes);
        FrameHeader header = FrameCodec.Read(bytes, Handshake.PayloadBytesMax, out int payloadBytes);
        byte[] payload = new byte[payloadBytes];
        Fill(payload);
        FrameCodec.Verify(bytes, payload);
        if (header.Kind == FrameKind.Refused && kind != FrameKind.Hello)
            throw new FrameFault($"refused by the peer: {OneLine(payload)}");
        if (kind is FrameKind.Hello or FrameKind.Welcome)
            PeerVersion = header.Revision.Value;
        return header.Kind == kind ? payload : throw new FrameFault($"{header.Kind} in a handshake, where {kind} was to come");
    }

    private void Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int leftMs = deadline.LeftMs;
            int received = leftMs <= 0 ? throw new IOException("the handshake took too long") : channel.Receive(bytes, leftMs);
            if (received == 0)
                throw new IOException("the peer went away during the handshake");
            bytes = bytes[received..];
        }
    }

    private static string OneLine(byte[] payload) => new InputException("peer", Encoding.UTF8.GetString(payload)).Message["peer: ".Length..];
}
