using System.Net;
using System.Net.Sockets;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Tests.Links;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Handshakes;

public sealed class HandshakeTests
{
    [Fact]
    public void AWrongSecretIsRefusedOnBothSidesAndNeverShown() =>
        Refused(peer => peer with { Secret = new byte[16] }, "doesn't know this cluster's secret");

    [Fact]
    public void AnotherModelIsRefusedByName() =>
        Refused(peer => peer with { ModelDigest = new byte[32] }, "has another model: 010101010101, here 000000000000");

    [Fact]
    public void OtherBitsAreRefusedByName() =>
        Refused(peer => peer with { KernelHash = new byte[32] }, "computes other bits: kernel hash 020202020202, here 000000000000");

    [Fact]
    public void AnotherWireFormatIsRefusedByName() =>
        Refused(peer => peer with { Wire = WireFormat.Quantized }, "sends rows as f32, here q8row");

    /// <summary>A gateway sends no rows, and need not know how they travel.</summary>
    [Fact]
    public void WireFormatsCountBetweenRouterAndNodeAlone()
    {
        using var cluster = new Cluster(LinkVariety.Memory, peer => peer with { Role = PeerRole.Gateway, Wire = WireFormat.Bf16 });
        Assert.True(cluster.Connect().Router.IsOpen);
    }

    [Fact]
    public void StrangersDisturbNobody()
    {
        using var cluster = new Cluster(LinkVariety.Tcp, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        var random = new Random(5);
        byte[] noise = new byte[300];
        random.NextBytes(noise);
        byte[] oversized = new byte[FrameCodec.HeaderBytes];
        FrameCodec.Write(new FrameHeader { Kind = FrameKind.Hello }, oversized);
        oversized[11] = 0x7F;
        using Socket noisy = Stranger(cluster.Address, noise);
        using Socket huge = Stranger(cluster.Address, oversized);
        using Socket slow = Stranger(cluster.Address, [0x45]);
        string[] lines = [Recorder.Take(cluster.Node.Lines), Recorder.Take(cluster.Node.Lines), Recorder.Take(cluster.Node.Lines)];
        Assert.Contains(lines, line => line.Contains("bytes that are no frame", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("over the limit of 1024", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("nothing came in time", StringComparison.Ordinal));
        Assert.True(router.TrySend(LinkContractTests.Filled(router, 100, 1)));
        Recorder.Take(cluster.Router.Frames).Dispose();
        Assert.Empty(cluster.Node.Lines);
        Assert.Empty(cluster.Node.OpenedLinks);
    }

    // More silent strangers than handshakes may be under way, none of whom runs out of time.
    [Fact]
    public void StrangersWhoSayNothingKeepNobodyOut()
    {
        var node = new Recorder();
        using var hub = new LinkHub(new LinkOptions { Local = Cluster.Peer(7, PeerRole.Node), Receiver = node, Log = node.Lines.Add, HandshakeMs = 600_000 });
        LinkAddress address = hub.Listen(new(LinkTransport.Tcp, "127.0.0.1"));
        var strangers = new List<Socket>();
        try
        {
            for (int i = 0; i < Limits.HandshakesMax; i++)
                strangers.Add(Stranger(address, []));
            var router = new Recorder();
            using var routers = new LinkHub(new LinkOptions { Local = Cluster.Peer(3, PeerRole.Router), Receiver = router });
            routers.Dial(address);
            Recorder.Take(router.OpenedLinks);
            Assert.Contains("too many handshakes at once", Recorder.Take(node.Lines), StringComparison.Ordinal);
        }
        finally
        {
            strangers.ForEach(stranger => stranger.Dispose());
        }
    }

    private static Socket Stranger(LinkAddress address, byte[] bytes)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
        socket.Send(bytes);
        return socket;
    }

    /// <summary>One attempt: one line on each side that says why, no link, and a link that was there goes on.</summary>
    private static void Refused(Func<LocalPeer, LocalPeer> change, string reason)
    {
        using var cluster = new Cluster(LinkVariety.Unix, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        var stranger = new Recorder();
        using var hub = new LinkHub(new LinkOptions { Local = change(Cluster.Peer(5, PeerRole.Router)), Receiver = stranger, Log = stranger.Lines.Add });

        (string told, bool wasOpen) = hub.RunDialled(cluster.Address);

        Assert.False(wasOpen);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.Contains("refused", Recorder.Take(cluster.Node.Lines), StringComparison.Ordinal);
        Assert.True(router.TrySend(LinkContractTests.Filled(router, 100, 1)));
        Recorder.Take(cluster.Router.Frames).Dispose();
        Assert.Empty(cluster.Node.Lines);
        Assert.Empty(cluster.Node.OpenedLinks);
        Assert.Empty(stranger.OpenedLinks);
        string secrets = Convert.ToHexString(Cluster.Peer(5, PeerRole.Router).Secret);
        Assert.DoesNotContain(secrets, told, StringComparison.OrdinalIgnoreCase);
    }
}
