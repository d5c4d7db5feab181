using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Tests.Links;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>The shell around the exchange's machine, against nodes that do what a test says.</summary>
public sealed class FabricExchangeTests
{
    [Fact]
    public async Task AnswersLandWhereTheDispatchSaysInWhateverOrderTheyCome()
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0], []), ([1], []), ([0], [])));
        nodes.Start([0, 1], [1, 2], [0, 2]);
        using FrameBuffer first = nodes.Take(0), second = nodes.Take(1);
        Assert.Equal((3, 2), (first.Header.Rows, second.Header.Rows));
        Assert.Equal((WireFormat.F32, new Epoch(0, 1)), (first.Header.Format, first.Header.Epoch));
        Task finishing = nodes.FinishMeanwhile();
        nodes.Answer(1, second);
        nodes.Answer(0, first);
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task OutputsStayWhileTheNextDispatchIsOutAndWhenTheirLinkBreaks()
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0], []), ([1], [])));
        nodes.Start([0], [0]);
        using (FrameBuffer first = nodes.Take(0))
            nodes.Answer(0, first);
        nodes.Finish();
        var next = new ExpertDispatch();
        next.BeginStep(1);
        next.Begin(0, (1, 1), [7, -7], [1]);
        nodes.Exchange.Start(next);
        using FrameBuffer second = nodes.Take(1);
        Task finishing = Task.Run(() => nodes.Exchange.Finish(next), TestContext.Current.CancellationToken);
        nodes.Links[0].Break("for a test");
        nodes.Answer(1, second);
        await finishing;
        Assert.Equal([17, 3], next.Output(0, 0));
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task WhatIsOutOnALostLinkGoesToTheOtherReplica()
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0, 1], [])));
        nodes.Start([.. Enumerable.Repeat(new[] { 0 }, 12)]);
        using FrameBuffer lost = nodes.Take(0), kept = nodes.Take(1);
        Task finishing = nodes.FinishMeanwhile();
        nodes.Links[0].Break("for a test");
        nodes.Answer(1, kept);
        for (int row = 0; row < lost.Header.Rows; row++)
        {
            using FrameBuffer again = nodes.Take(1);
            Assert.Equal((1, FrameFlags.Suspect), (again.Header.Rows, again.Header.Flags));
            nodes.Answer(1, again);
        }
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task WhatANodeLacksGoesToTheStandbyAtOnce()
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0], [1])));
        nodes.Start([0]);
        using FrameBuffer missed = nodes.Take(0);
        Task finishing = nodes.FinishMeanwhile();
        Span<byte> missing = stackalloc byte[ExpertListPayload.Bytes(1)];
        ExpertListPayload.Write(missing, [0]);
        nodes.Send(0, missed.Header with { Kind = FrameKind.NotHere }, missing);
        using FrameBuffer taken = nodes.Take(1);
        Assert.Equal(FrameFlags.Takeover, taken.Header.Flags);
        nodes.Answer(1, taken);
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task ANewMapIsUsedForWhatHasNowhereElseToGo()
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0], [])));
        nodes.Start([0]);
        using FrameBuffer missed = nodes.Take(0);
        nodes.Map = ExchangeScript.Map(2, ([1], []));
        Task finishing = nodes.FinishMeanwhile();
        nodes.Send(0, missed.Header with { Kind = FrameKind.NotHere }, [0, 0]);
        using FrameBuffer moved = nodes.Take(1);
        Assert.Equal(new Epoch(0, 2), moved.Header.Epoch);
        nodes.Answer(1, moved);
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public async Task ARowThatCanTBeComputedFailsAloneWithItsCause()
    {
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], []), ([0], [])));
        nodes.Start([0], [1]);
        using FrameBuffer frame = nodes.Take(0);
        Task finishing = nodes.FinishMeanwhile();
        SendFailed(nodes, frame, new FailedPayload(1, 1, "planted"));
        using FrameBuffer again = nodes.Take(0);
        Assert.Equal(1, again.Header.Rows);
        nodes.Answer(0, again);
        await finishing;
        Assert.Equal((RowState.Ready, RowState.Failed), (nodes.Dispatch.StateOf(0), nodes.Dispatch.StateOf(1)));
        Assert.Equal("planted", nodes.Dispatch.FailureOf(1));
        nodes.AssertOutputs();
    }

    [Theory]
    [InlineData("a short answer", "an answer of 4 bytes for 1 pairs")]
    [InlineData("another format", "outputs as Bf16, where F32 is spoken")]
    [InlineData("half an expert", "a list of experts of 1 bytes")]
    [InlineData("no credit", "a credit of 3 bytes or out of range")]
    [InlineData("a huge credit", "a credit of 4 bytes or out of range")]
    [InlineData("a short failure", "a failure of 3 bytes")]
    [InlineData("a dispatch", "Dispatch, which a node doesn't send to a router")]
    public async Task WhatANodeMayNotSayBreaksItsLinkAndNoOther(string says, string reason)
    {
        using var nodes = new ScriptedNodes(2, ExchangeScript.Map(1, ([0], [1])));
        nodes.Start([0]);
        using FrameBuffer frame = nodes.Take(0);
        Task finishing = nodes.FinishMeanwhile();
        (FrameKind kind, byte[] payload) = says switch
        {
            "a short answer" => (FrameKind.Answer, new byte[4]),
            "another format" => (FrameKind.Answer, new byte[8]),
            "half an expert" => (FrameKind.NotHere, new byte[1]),
            "no credit" => (FrameKind.Credit, new byte[3]),
            "a huge credit" => (FrameKind.Credit, [0xFF, 0xFF, 0xFF, 0xFF]),
            "a short failure" => (FrameKind.Failed, new byte[3]),
            _ => (FrameKind.Dispatch, new byte[8]),
        };
        nodes.Send(0, frame.Header with { Kind = kind, Format = says == "another format" ? WireFormat.Bf16 : WireFormat.F32 }, payload);
        using FrameBuffer again = nodes.Take(1);
        nodes.Answer(1, again);
        await finishing;
        nodes.AssertOutputs();
        Recorder.Take(nodes.Nodes[0].Reasons);
        Assert.Contains(reason, Recorder.Take(nodes.Lines), StringComparison.Ordinal);
        Assert.Empty(nodes.Nodes[1].Reasons);
    }

    [Fact]
    public async Task AnAnswerThatComesTwiceCountsOnce()
    {
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], [])));
        nodes.Start([0]);
        using FrameBuffer first = nodes.Take(0);
        nodes.Answer(0, first);
        nodes.Answer(0, first);
        nodes.Finish();
        nodes.AssertOutputs();
        nodes.Start([0], [0]);
        using FrameBuffer second = nodes.Take(0);
        Task finishing = nodes.FinishMeanwhile();
        nodes.Answer(0, first);
        nodes.Answer(0, second);
        await finishing;
        nodes.AssertOutputs();
    }

    [Fact]
    public void ARowThatNobodyCanTakeIsParked()
    {
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], []), ([7], [])), clock: TimeProvider.System);
        nodes.Start([1]);
        nodes.Finish();
        Assert.Equal(RowState.Parked, nodes.Dispatch.StateOf(0));
    }

    [Fact]
    public async Task NoMoreRowsGoOutThanANodeGrants()
    {
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], [])));
        byte[] credit = new byte[CreditPayload.Bytes];
        CreditPayload.Write(credit, 2);
        nodes.Send(0, new FrameHeader { Kind = FrameKind.Credit }, credit);
        // The answer behind it tells that the grant has been taken.
        nodes.Start([0]);
        using (FrameBuffer frame = nodes.Take(0))
            nodes.Answer(0, frame);
        nodes.Finish();
        nodes.Start([0], [0], [0], [0], [0]);
        Task finishing = nodes.FinishMeanwhile();
        for (int left = 5; left > 0;)
        {
            using FrameBuffer frame = nodes.Take(0);
            Assert.InRange(frame.Header.Rows, 1, 2);
            left -= frame.Header.Rows;
            Assert.Empty(nodes.Nodes[0].Frames);
            nodes.Answer(0, frame);
        }
        await finishing;
        nodes.AssertOutputs();
    }

    private static void SendFailed(ScriptedNodes nodes, FrameBuffer frame, FailedPayload failed)
    {
        byte[] payload = new byte[failed.Size];
        failed.Format(payload);
        nodes.Send(0, frame.Header with { Kind = FrameKind.Failed }, payload);
    }
}
