using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.DataPlane.Tests.Exchange;
using ElasticMoE.DataPlane.Tests.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>What the second and third version of the wire have, and that a process of the first one, whose frames the page has byte by byte, is served without it.</summary>
public sealed class VersionTests
{
    private static readonly ActivityContext s_trace = new(
        ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c"), ActivitySpanId.CreateFromString("b7ad6b7169203331"), ActivityTraceFlags.Recorded, null, isRemote: true);

    [Fact]
    public void AHelloSaysTheNewestVersionInItsHeaderAlone()
    {
        GoldenFrame before = WirePage.Frame(FrameKind.Hello), now = WirePage.Extension(FrameKind.Hello);
        Assert.Equal(before.Payload, now.Payload);
        Assert.Equal(before.Header with { Revision = new(FrameCodec.NewestVersion) }, now.Header);
        (MemoryChannel ours, MemoryChannel theirs) = MemoryChannel.Pair("golden");
        new HandshakeStream(ours, new HandshakeDeadline(TimeProvider.System, RawFrames.GuardMs)).Send(FrameKind.Hello, now.Payload);
        byte[] sent = new byte[now.Bytes.Length];
        Assert.Equal(sent.Length, theirs.Receive(sent, RawFrames.GuardMs));
        Assert.Equal(now.Bytes, sent);
    }

    [Fact]
    public void AnAnswerMaySayWhereItsPayloadIs()
    {
        GoldenFrame golden = WirePage.Extension(FrameKind.Answer);
        Assert.Equal(WirePage.Frame(FrameKind.Answer).Header with { Flags = FrameFlags.Elsewhere }, golden.Header);
        var place = PayloadPlace.Read(golden.Payload);
        Assert.Equal(new(128, WirePage.Frame(FrameKind.Answer).Payload.Length), place);
        byte[] written = new byte[PayloadPlace.WireBytes];
        place.Write(written);
        Assert.Equal(golden.Bytes, RawFrames.Of(golden.Header, written));
    }

    [Fact]
    public void ATracedDispatchSaysItsSpan()
    {
        GoldenFrame golden = WirePage.Extension(FrameKind.Dispatch);
        Assert.True(golden.Header.IsExtended);
        var work = new ExpertWork();
        int rows = DispatchPayload.ReadLists(golden.Payload, golden.Header, 2 * sizeof(float), work);
        Assert.Equal(s_trace, DispatchPayload.ReadTrace(golden.Payload, golden.Header, work));
        byte[] written = new byte[golden.Payload.Length];
        golden.Payload.AsSpan(rows).CopyTo(written.AsSpan(rows));
        TracePayload.Write(DispatchPayload.WriteRow(DispatchPayload.WriteRow(written.AsSpan(0, DispatchPayload.ListBytes(2, 3, isTraced: true)), [1, 3]), [3]), s_trace);
        Assert.Equal(golden.Bytes, RawFrames.Of(golden.Header, written));
        // Behind the versions of updated experts, where there are both.
        byte[] both = new byte[DispatchPayload.ListBytes(1, 1, 1, isTraced: true) + 4];
        TracePayload.Write(DispatchPayload.WriteVersions(DispatchPayload.WriteRow(both, [3]), [(3, 2)]), s_trace);
        FrameHeader header = golden.Header with { Flags = FrameFlags.Versions, Rows = 1 };
        Assert.Equal(both.Length - 4, DispatchPayload.ReadLists(both, header, 4, work));
        Assert.Equal((s_trace, 2), (DispatchPayload.ReadTrace(both, header, work), work.Versions[0]));
    }

    [Fact]
    public void ASubmitMayAskForExpertsAndBeTraced()
    {
        GoldenFrame golden = WirePage.Extension(FrameKind.Submit);
        TokenRequest request = RequestPayload.Read(golden.Payload);
        Assert.Equal((true, s_trace), (request.WithExperts, request.Trace));
        Assert.Equal(golden.Bytes, RawFrames.Of(golden.Header, RequestPayload.Write(request)));
        Assert.Equal(WirePage.Frame(FrameKind.Submit).Payload, RequestPayload.Write(RequestPayload.WithoutExtension(request)));
    }

    [Fact]
    public void ATokenMayHaveItsExperts()
    {
        GoldenFrame golden = WirePage.Extension(FrameKind.Token);
        GeneratedToken token = TokenPayload.ReadToken(golden.Payload);
        Assert.Equal([new ExpertId(1, 3), new(2, 258)], token.Experts.ToArray());
        Assert.Equal(golden.Bytes, RawFrames.Of(golden.Header, TokenPayload.Write(token)));
        Assert.Equal(WirePage.Frame(FrameKind.Token).Payload, TokenPayload.Write(token with { Experts = default }));
    }

    [Theory]
    [InlineData(3, FrameKind.Dispatch, "frame version 3, where 1 and 2 are spoken")]
    [InlineData(2, FrameKind.Answer, "a Answer of version 2, which has nothing to add to it")]
    public void WhatIsNoVersionOfAKindIsRefused(byte version, FrameKind kind, string reason)
    {
        byte[] bytes = RawFrames.Of(new FrameHeader { Kind = kind }, []);
        bytes[4] = version;
        Assert.Equal(reason, Assert.Throws<FrameFault>(() => FrameCodec.Read(bytes, 0, out _)).Message);
    }

    /// <summary>The router's side of a handshake as the version before has it, byte for byte: a node of this version takes it, and knows what not to send.</summary>
    [Fact]
    public void ARouterOfTheVersionBeforeIsServed()
    {
        using var cluster = new Cluster(LinkVariety.Memory, onNode: (link, frame) => link.TrySend(frame));
        IByteChannel channel = ByteTransport.Connect(cluster.Address, RawFrames.GuardMs);
        GoldenFrame hello = WirePage.Frame(FrameKind.Hello);
        channel.Send(hello.Bytes);
        byte[] welcome = Receive(channel, FrameKind.Welcome);
        byte[] acceptor = welcome[..Introduction.Bytes];
        channel.Send(RawFrames.Of(new FrameHeader { Kind = FrameKind.Proof }, Handshake.Proof(Cluster.Peer(3, PeerRole.Router), "dials", Introduction.Read(hello.Payload), Introduction.Read(acceptor))));
        IFrameLink link = Recorder.Take(cluster.Node.OpenedLinks);
        Assert.False(link.TakesExtended);
        channel.Send(WirePage.Frame(FrameKind.Dispatch).Bytes);
        Receive(channel, FrameKind.Ping);
        Assert.Equal(WirePage.Frame(FrameKind.Dispatch).Payload, Receive(channel, FrameKind.Dispatch));
        channel.Close();
        // Two of this version speak it.
        Assert.True(cluster.Connect() is { Router.TakesExtended: true, Node.TakesExtended: true });
    }

    /// <summary>A node whose welcome says nothing of versions gets a dispatch of a traced step as one that isn't.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public async Task ANodeGetsTheTraceOfAStepWhereItKnowsOfTraces(int version, bool isTold)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent == default ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var folder = new TemporaryFolder();
        using var nodes = new ScriptedNodes(0, ExchangeScript.Map(1, ([0], [])));
        using var network = ByteTransport.Listen(new(LinkTransport.Memory, folder.PathOf("node")));
        nodes.Dial(network.Address);
        IByteChannel channel = network.Accept()!;
        ShakeAsNode(channel, version);
        nodes.Exchange.WaitForNodes(1, TimeSpan.FromMilliseconds(RawFrames.GuardMs));
        using (Activity? step = Traces.Under(s_trace, "step", ActivityKind.Internal))
        {
            Assert.NotNull(step);
            nodes.Start([0]);
        }
        (FrameHeader header, byte[] payload) = RawFrames.ReceiveNews(channel);
        Assert.Equal(isTold, header.IsExtended);
        var work = new ExpertWork();
        DispatchPayload.ReadLists(payload, header, ScriptedNodes.Hidden * sizeof(float), work);
        Assert.Equal(isTold ? s_trace.TraceId : default, DispatchPayload.ReadTrace(payload, header, work).TraceId);
        Task finishing = nodes.FinishMeanwhile();
        channel.Send(RawFrames.Of(header with { Kind = FrameKind.Answer, Flags = FrameFlags.None, IsExtended = false }, new byte[ScriptedNodes.Hidden * sizeof(float)]));
        await finishing;
        channel.Close();
    }

    private static void ShakeAsNode(IByteChannel channel, int version)
    {
        LocalPeer self = Cluster.Peer(0, PeerRole.Node);
        Introduction theirs = Introduction.Read(Receive(channel, FrameKind.Hello)), ours = Introduction.Of(self);
        byte[] proof = Handshake.Proof(self, "accepts", theirs, ours);
        channel.Send(RawFrames.Of(new FrameHeader { Kind = FrameKind.Welcome, Revision = new(version) }, [.. ours.Wire, .. proof]));
        Receive(channel, FrameKind.Proof);
        channel.Send(WirePage.Frame(FrameKind.Ping).Bytes);
    }

    private static byte[] Receive(IByteChannel channel, FrameKind kind)
    {
        (FrameHeader header, byte[] payload) = kind == FrameKind.Dispatch ? RawFrames.ReceiveNews(channel) : RawFrames.Receive(channel);
        Assert.Equal(kind, header.Kind);
        return payload;
    }
}
