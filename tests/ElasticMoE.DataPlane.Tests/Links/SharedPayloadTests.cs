using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Payloads between two processes of one machine lie in memory that both have mapped, and go over the socket wherever they can't.</summary>
public sealed class SharedPayloadTests
{
    private const int Large = 200_000;
    private const string OnLinux = "memory is shared on Linux";

    [Theory]
    [InlineData(LinkVariety.Unix, true)]
    [InlineData(LinkVariety.Tcp, false)]
    [InlineData(LinkVariety.Tls, false)]
    [InlineData(LinkVariety.Memory, false)]
    public void OnlyTwoProcessesOfAMachineShareMemory(LinkVariety variety, bool shares)
    {
        using var cluster = new Cluster(variety);
        (IFrameLink router, IFrameLink node) = cluster.Connect();
        Assert.Equal(shares && OperatingSystem.IsLinux(), UntilShared(router, node, cluster.Node, () => Recorder.Take(cluster.Router.Frames)) is not null);
        Assert.Empty(cluster.Node.Lines);
        Assert.Empty(cluster.Router.Lines);
    }

    /// <summary>Far more than there is memory for goes through it, and what is given back is used again.</summary>
    [Fact]
    public void MemoryIsUsedAgain()
    {
        using var cluster = new Cluster(LinkVariety.Unix, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        for (int i = 0; i < 3 * Limits.LinkMemoryBytes / (1 << 20); i++)
        {
            Assert.True(router.TrySend(LinkContractTests.Filled(router, 1 << 20, i % 200)));
            using FrameBuffer frame = Recorder.Take(cluster.Router.Frames);
            Assert.Equal(1 << 20, frame.Payload.Length);
            Assert.False(frame.Payload.ContainsAnyExcept((byte)(i % 200)));
            Assert.Equal(FrameFlags.None, frame.Header.Flags);
            // Behind the first ones, which nothing was offered for yet.
            if (i > 20)
                Assert.Equal(OperatingSystem.IsLinux(), frame is SharedFrame);
        }
    }

    /// <summary>Who receives may keep all of them: the rest comes over the socket, in order.</summary>
    [Fact]
    public void WhatDoesntFitGoesOverTheSocket()
    {
        const int Frames = 100, Bytes = 1_000_000;
        using var cluster = new Cluster(LinkVariety.Unix);
        (IFrameLink router, IFrameLink node) = cluster.Connect();
        UntilShared(router, node, cluster.Node, () => Recorder.Take(cluster.Router.Frames))?.Dispose();
        for (int i = 0; i < Frames; i++)
            Assert.True(router.TrySend(LinkContractTests.Filled(router, Bytes, i)));
        FrameBuffer[] frames = [.. Enumerable.Range(0, Frames).Select(_ => Recorder.Take(cluster.Node.Frames))];
        for (int i = 0; i < Frames; i++)
        {
            Assert.Equal(((ulong)i, Bytes), (frames[i].Header.FrameId, frames[i].Payload.Length));
            Assert.False(frames[i].Payload.ContainsAnyExcept((byte)i));
        }
        int shared = frames.Count(frame => frame is SharedFrame);
        Assert.InRange(shared, OperatingSystem.IsLinux() ? 40 : 0, Limits.LinkMemoryBytes / Bytes);
        foreach (FrameBuffer frame in frames)
            frame.Dispose();
    }

    /// <summary>Neither who has received a frame nor who has yet to send one is concerned by the end of the link.</summary>
    [Fact]
    public void FramesOutliveTheirLink()
    {
        using var cluster = new Cluster(LinkVariety.Unix);
        (IFrameLink router, IFrameLink node) = cluster.Connect();
        UntilShared(router, node, cluster.Node, () => Recorder.Take(cluster.Router.Frames))?.Dispose();
        Assert.True(router.TrySend(LinkContractTests.Filled(router, Large, 7)));
        FrameBuffer received = Recorder.Take(cluster.Node.Frames), unsent = router.Rent(Large);
        router.Break("for a test");
        Recorder.Take(cluster.Router.Reasons);
        Recorder.Take(cluster.Node.Reasons);
        Assert.False(received.Payload.ContainsAnyExcept((byte)7));
        unsent.Payload.Fill(9);
        Assert.False(router.TrySend(unsent));
        Assert.Throws<ObjectDisposedException>(() => unsent.Payload.Length);
        received.Dispose();
        using FrameBuffer later = router.Rent(Large);
        Assert.IsNotType<SharedFrame>(later);
    }

    /// <summary>A peer that speaks the version before is offered nothing.</summary>
    [Fact]
    public void AnOlderPeerGetsPayloadsOverTheSocket()
    {
        using var cluster = new Cluster(LinkVariety.Unix);
        IByteChannel channel = ByteTransport.Connect(cluster.Address, RawFrames.GuardMs);
        LocalPeer local = Cluster.Peer(5, PeerRole.Router);
        var ours = Introduction.Of(local);
        channel.Send(RawFrames.Of(new FrameHeader { Kind = FrameKind.Hello, Revision = new(FrameCodec.Version) }, ours.Wire));
        var theirs = Introduction.Read(RawFrames.Receive(channel).Payload.AsSpan(0, Introduction.Bytes));
        channel.Send(RawFrames.Of(new FrameHeader { Kind = FrameKind.Proof }, Handshake.Proof(local, "dials", ours, theirs)));
        IFrameLink link = Recorder.Take(cluster.Node.OpenedLinks);
        for (int i = 0; i < 3; i++)
            Assert.True(link.TrySend(LinkContractTests.Filled(link, Large, i)));
        for (int i = 0; i < 3; i++)
        {
            (FrameHeader header, byte[] payload) = RawFrames.ReceiveNews(channel);
            Assert.Equal((FrameKind.Dispatch, FrameFlags.None, Large), (header.Kind, header.Flags, payload.Length));
        }
        channel.Close();
    }

    /// <summary>What can't be found, or isn't what was said, is declined; payloads go over the socket, and both ends know.</summary>
    [Theory]
    [InlineData("nobody's")]
    [InlineData("another file")]
    [InlineData("other proof")]
    public void AnOfferThatCantBeTakenIsDeclined(string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnLinux);
        using var cluster = new Cluster(LinkVariety.Unix);
        IByteChannel channel = Dial(cluster);
        string path = Path.GetTempFileName();
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(1 << 20);
        (SharedMemory memory, Microsoft.Win32.SafeHandles.SafeFileHandle handle, MemoryOffer offer) = SharedMemory.Make(1 << 20);
        offer = what switch
        {
            "nobody's" => offer with { Process = int.MaxValue },
            "another file" => offer with { File = (int)file.SafeFileHandle.DangerousGetHandle() },
            _ => offer with { Proof = new byte[MemoryOffer.ProofBytes] },
        };
        channel.Send(RawFrames.Of(new FrameHeader { Kind = FrameKind.Memory }, Written(offer)));
        (FrameHeader header, byte[] payload) = RawFrames.ReceiveNews(channel);
        Assert.Equal((FrameKind.MemoryTaken, 0), (header.Kind, payload.Single()));
        handle.Dispose();
        memory.Release();
        File.Delete(path);
        channel.Close();
    }

    [Theory]
    [InlineData("a place and no memory", "a payload in memory that was never offered")]
    [InlineData("a place before the memory", "a payload of 8 bytes at 64 of 1048576 bytes of memory")]
    [InlineData("a place behind the memory", "a payload of 1048576 bytes at 128 of 1048576 bytes of memory")]
    [InlineData("a place that overflows", "a payload of 2147483647 bytes at 128 of 1048576 bytes of memory")]
    [InlineData("a place between lines", "a payload of 8 bytes at 136 of 1048576 bytes of memory")]
    [InlineData("two offers", "a second offer of memory")]
    [InlineData("a huge offer", "an offer of 67108865 bytes of memory")]
    [InlineData("a short offer", "an offer of memory of 3 bytes")]
    [InlineData("an answer", "an answer to no offer of memory")]
    public void APeerThatMisusesMemoryIsBroken(string what, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnLinux);
        using var cluster = new Cluster(LinkVariety.Unix);
        IByteChannel channel = Dial(cluster);
        (SharedMemory memory, Microsoft.Win32.SafeHandles.SafeFileHandle handle, MemoryOffer offer) = SharedMemory.Make(1 << 20);
        byte[] offers = RawFrames.Of(new FrameHeader { Kind = FrameKind.Memory }, Written(offer));
        byte[] Place(int offset, int bytes)
        {
            byte[] place = new byte[PayloadPlace.WireBytes];
            new PayloadPlace(offset, bytes).Write(place);
            return RawFrames.Of(new FrameHeader { Kind = FrameKind.Dispatch, Flags = FrameFlags.Elsewhere }, place);
        }
        channel.Send(what switch
        {
            "a place and no memory" => Place(128, 8),
            "a place before the memory" => [.. offers, .. Place(64, 8)],
            "a place behind the memory" => [.. offers, .. Place(128, 1 << 20)],
            "a place that overflows" => [.. offers, .. Place(128, int.MaxValue)],
            "a place between lines" => [.. offers, .. Place(136, 8)],
            "two offers" => [.. offers, .. offers],
            "a huge offer" => RawFrames.Of(new FrameHeader { Kind = FrameKind.Memory }, Written(offer with { Bytes = Limits.LinkMemoryBytes + 1 })),
            "a short offer" => RawFrames.Of(new FrameHeader { Kind = FrameKind.Memory }, [1, 2, 3]),
            _ => RawFrames.Of(new FrameHeader { Kind = FrameKind.MemoryTaken }, [1]),
        });
        Assert.StartsWith(reason, Recorder.Take(cluster.Node.Reasons), StringComparison.Ordinal);
        handle.Dispose();
        memory.Release();
        channel.Close();
    }

    /// <summary>A frame that came, in memory, is sent back in other memory, and again.</summary>
    [Fact]
    public void WhatWasReceivedMayBeSentOn()
    {
        using var cluster = new Cluster(LinkVariety.Unix, onNode: (link, frame) => link.TrySend(frame));
        (IFrameLink router, _) = cluster.Connect();
        for (int i = 0; i < 50; i++)
        {
            Assert.True(router.TrySend(LinkContractTests.Filled(router, Large, i)));
            FrameBuffer frame = Recorder.Take(cluster.Router.Frames);
            Assert.False(frame.Payload.ContainsAnyExcept((byte)i));
            Assert.True(router.TrySend(frame));
            using FrameBuffer again = Recorder.Take(cluster.Router.Frames);
            Assert.False(again.Payload.ContainsAnyExcept((byte)i));
        }
    }

    /// <summary>Sends until a payload comes in memory; null where none has after many.</summary>
    private static FrameBuffer? UntilShared(IFrameLink router, IFrameLink node, Recorder atNode, Func<FrameBuffer> atRouter)
    {
        for (int i = 0; i < 50; i++)
        {
            Assert.True(router.TrySend(LinkContractTests.Filled(router, Large, i)));
            FrameBuffer frame = Recorder.Take(atNode.Frames);
            Assert.False(frame.Payload.ContainsAnyExcept((byte)i));
            if (frame is SharedFrame)
                return frame;
            frame.Dispose();
            // An answer comes behind what was said of the memory.
            Assert.True(node.TrySend(LinkContractTests.Filled(node, 1, i)));
            atRouter().Dispose();
        }
        return null;
    }

    private static IByteChannel Dial(Cluster cluster)
    {
        IByteChannel channel = ByteTransport.Connect(cluster.Address, RawFrames.GuardMs);
        Handshake.Dial(new HandshakeStream(channel, new HandshakeDeadline(TimeProvider.System, RawFrames.GuardMs)), Cluster.Peer(5, PeerRole.Router));
        Recorder.Take(cluster.Node.OpenedLinks);
        return channel;
    }

    private static byte[] Written(MemoryOffer offer)
    {
        byte[] payload = new byte[MemoryOffer.WireBytes];
        offer.Write(payload);
        return payload;
    }
}
