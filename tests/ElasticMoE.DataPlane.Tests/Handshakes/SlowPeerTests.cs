using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Tests.Links;

namespace ElasticMoE.DataPlane.Tests.Handshakes;

/// <summary>A peer whose bytes trickle in is refused when the handshake's time is over, though each byte comes soon.</summary>
public sealed class SlowPeerTests
{
    private const int LimitMs = 2_000, ByteMs = 100;

    [Fact]
    public void BytesThatTrickleInGiveNoMoreTime()
    {
        var clock = new SteppedClock();
        byte[] hello = new byte[FrameCodec.HeaderBytes + Introduction.Bytes];
        Introduction.Of(Cluster.Peer(1, PeerRole.Router)).Wire.CopyTo(hello.AsSpan(FrameCodec.HeaderBytes));
        FrameCodec.Write(new FrameHeader { Kind = FrameKind.Hello }, hello);
        var channel = new TricklingChannel(hello, () => clock.Pass(ByteMs));
        var stream = new HandshakeStream(channel, new HandshakeDeadline(clock, LimitMs));
        Assert.Contains("took too long", Assert.Throws<IOException>(() => stream.Receive(FrameKind.Hello)).Message, StringComparison.Ordinal);
        Assert.Equal(LimitMs / ByteMs, channel.Received);
    }
}
