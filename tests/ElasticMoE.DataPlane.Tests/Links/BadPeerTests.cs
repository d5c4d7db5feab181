using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>A peer that proved itself and then sends what is no frame: its link breaks with one line, and no other is disturbed.</summary>
public sealed class BadPeerTests
{
    [Theory]
    [InlineData("corrupted", "a frame whose checksum differs")]
    [InlineData("oversized", "over the limit of")]
    [InlineData("random", "bytes that are no frame")]
    [InlineData("handshake", "Hello after the handshake")]
    [InlineData("silent", "silent for 400 ms")]
    [InlineData("gone", "the peer closed the connection")]
    public void ItsLinkBreaksAndNoOther(string sends, string reason)
    {
        using var cluster = new Cluster(LinkVariety.Unix, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        IByteChannel channel = ByteTransport.Connect(cluster.Address, 2_000);
        Handshake.Dial(new HandshakeStream(channel, new HandshakeDeadline(TimeProvider.System, 2_000)), Cluster.Peer(5, PeerRole.Router));
        IFrameLink bad = Recorder.Take(cluster.Node.OpenedLinks);

        channel.Send(Bytes(sends));
        if (sends == "gone")
            channel.Close();

        Assert.Contains(reason, Recorder.Take(cluster.Node.Reasons), StringComparison.Ordinal);
        Assert.False(bad.IsOpen);
        // That a router leaves in order is no news.
        if (sends != "gone")
            Assert.Contains(reason, Recorder.Take(cluster.Node.Lines), StringComparison.Ordinal);
        Assert.True(router.TrySend(LinkContractTests.Filled(router, 100, 1)));
        Recorder.Take(cluster.Router.Frames).Dispose();
        Assert.True(router.IsOpen);
        Assert.Empty(cluster.Node.Lines);
        channel.Close();
    }

    private static byte[] Bytes(string sends)
    {
        byte[] frame = new byte[FrameCodec.HeaderBytes + 100];
        FrameCodec.Write(new FrameHeader { Kind = sends == "handshake" ? FrameKind.Hello : FrameKind.Dispatch }, frame);
        switch (sends)
        {
            case "corrupted": frame[^1] ^= 1; break;
            case "oversized": frame[11] = 0x7F; break;
            case "random": new Random(7).NextBytes(frame); break;
            // Half a frame, and then not a byte more.
            case "silent": return frame[..70];
            case "gone": return [];
        }
        return frame;
    }
}
