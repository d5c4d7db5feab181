using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Silence is the peer's, and never a reader's that is too slow.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan s_ping = TimeSpan.FromMicroseconds(LivenessMachine.PingUs);

    [Fact]
    public void ALinkWithBytesThatNobodyHasReadYetDoesNotBreak()
    {
        var time = new VirtualTime();
        (MemoryChannel here, MemoryChannel there) = MemoryChannel.Pair("a test");
        var options = new LinkOptions { Local = Cluster.Peer(7, PeerRole.Node), Receiver = new Recorder(), Clock = time };
        var link = new FrameLink(here, Introduction.Of(Cluster.Peer(3, PeerRole.Router)), options, new FrameBufferPool());

        there.Send([1]);
        Tick(link, time, 20);
        Assert.True(link.IsOpen);

        here.Receive(new byte[1], timeoutMs: 0);
        Tick(link, time, 1);
        Assert.False(link.IsOpen);
    }

    private static void Tick(FrameLink link, VirtualTime time, int times)
    {
        for (int i = 0; i < times; i++)
        {
            time.Advance(s_ping);
            link.Tick();
        }
    }
}
