using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>What every link promises.</summary>
public sealed class LinkContractTests
{
    public static TheoryData<LinkVariety> Varieties() => new(Enum.GetValues<LinkVariety>());

    [Theory]
    [MemberData(nameof(Varieties))]
    public void PeersKnowEachOther(LinkVariety variety)
    {
        using var cluster = new Cluster(variety);
        (IFrameLink router, IFrameLink node) = cluster.Connect();
        Assert.Equal((7, 107ul), (router.Peer.Node.Value, router.Peer.Incarnation.Value));
        Assert.Equal((3, 103ul), (node.Peer.Node.Value, node.Peer.Incarnation.Value));
        Assert.Equal((PeerRole.Node, PeerRole.Router), (router.Role, node.Role));
        Assert.True(router.IsOpen && node.IsOpen);
    }

    [Theory]
    [MemberData(nameof(Varieties))]
    public void FramesOfAllSizesArriveWholeAndInOrder(LinkVariety variety)
    {
        using var cluster = new Cluster(variety);
        (IFrameLink router, _) = cluster.Connect();
        int[] sizes = [0, 1, 63, 64, 4096, 16384, 5_000_000, 1, 9_000_000, 17];
        for (int i = 0; i < sizes.Length; i++)
            Assert.True(router.TrySend(Filled(router, sizes[i], i)));
        for (int i = 0; i < sizes.Length; i++)
        {
            using FrameBuffer frame = Recorder.Take(cluster.Node.Frames);
            Assert.Equal(((ulong)i, sizes[i], FrameKind.Dispatch), (frame.Header.FrameId, frame.Payload.Length, frame.Header.Kind));
            Assert.False(frame.Payload.ContainsAnyExcept((byte)i));
        }
    }

    [Theory]
    [MemberData(nameof(Varieties))]
    public void ManyThreadsSendOnOneLinkBothWays(LinkVariety variety)
    {
        using var cluster = new Cluster(variety, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 50; i++)
                router.TrySend(Filled(router, 1000 * i, thread));
        });
        var seen = new HashSet<(ulong, int)>();
        for (int i = 0; i < 400; i++)
        {
            using FrameBuffer frame = Recorder.Take(cluster.Router.Frames);
            Assert.False(frame.Payload.ContainsAnyExcept((byte)frame.Header.FrameId));
            Assert.True(seen.Add((frame.Header.FrameId, frame.Payload.Length)));
        }
    }

    [Theory]
    [MemberData(nameof(Varieties))]
    public void ABrokenLinkIsToldOnceOnBothSidesAndDialledAgain(LinkVariety variety)
    {
        using var cluster = new Cluster(variety);
        (IFrameLink router, IFrameLink node) = cluster.Connect();
        node.Break("for a test");
        node.Break("another reason");
        Assert.Equal("for a test", Recorder.Take(cluster.Node.Reasons));
        Recorder.Take(cluster.Router.Reasons);
        Assert.False(router.IsOpen || node.IsOpen);
        Assert.False(router.TrySend(Filled(router, 10, 1)));
        IFrameLink again = Recorder.Take(cluster.Router.OpenedLinks);
        Assert.NotSame(router, again);
        Assert.True(again.TrySend(Filled(again, 10, 1)));
        Recorder.Take(cluster.Node.Frames).Dispose();
        Assert.Empty(cluster.Node.Reasons);
    }

    [Theory]
    [MemberData(nameof(Varieties))]
    public void SendingDoesNotWaitForAPeerThatReadsNothing(LinkVariety variety)
    {
        using var stop = new ManualResetEventSlim();
        using var cluster = new Cluster(variety, onNode: (_, frame) =>
        {
            frame.Dispose();
            stop.Wait(TimeSpan.FromSeconds(20));
        });
        (IFrameLink router, _) = cluster.Connect();
        int sent = 0;
        while (sent < 1000 && router.TrySend(Filled(router, 2_000_000, 1)))
            sent++;
        Assert.InRange(sent, 1, 200);
        stop.Set();
    }

    internal static FrameBuffer Filled(IFrameLink link, int bytes, int value)
    {
        FrameBuffer frame = link.Rent(bytes);
        frame.Payload.Fill((byte)value);
        frame.Header = new FrameHeader { Kind = FrameKind.Dispatch, FrameId = (ulong)value };
        return frame;
    }
}
