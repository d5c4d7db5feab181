using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>How many rows go to a node at once, and which go first.</summary>
public sealed class CreditTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void FramesOfRowsThatDecodeSaySo()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([1], [])));
        int first = script.Open(0), second = script.Open(1);
        script.BeginDecoding(2, [0], [0], [1]);
        Assert.Equal((FrameFlags.Decode, 2), (script.TheOne(first).Flags, script.TheOne(first).Rows));
        Assert.Equal((FrameFlags.None, 1), (script.TheOne(second).Flags, script.TheOne(second).Rows));
    }

    [Fact]
    public void AFrameWithARowOfAPromptIsOneFrameAndNotUrgent()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        script.Open(0);
        script.BeginDecoding(1, [0], [0]);
        Assert.Equal((FrameFlags.None, 2), (Assert.Single(script.Out).Flags, script.Out[0].Rows));
    }

    [Fact]
    public void ARowWithSeveralExpertsOnANodeTakesOneCredit()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([0], []), ([0], [])));
        script.Grant(script.Open(0), 4);
        script.BeginDecoding(3, [0, 1, 2], [0, 1, 2], [0, 1, 2]);
        Assert.Equal((3, 9), (Assert.Single(script.Out).Rows, script.Out[0].Pairs.Length));
    }

    [Fact]
    public void AQuarterIsKeptForRowsThatDecode()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        script.Grant(link, 8);
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, 20)]);
        Assert.Equal(6, script.Out.Sum(frame => frame.Rows));
        script.Out.ToList().ForEach(script.Answer);
        Assert.Equal(12, script.All.Sum(frame => frame.Rows));
        while (script.Out.Count > 0)
            script.Answer(script.Out[0]);
        script.AssertDone();
        script.BeginDecoding(20, [.. Enumerable.Repeat(new[] { 0 }, 20)]);
        Assert.Equal(8, script.Out.Sum(frame => frame.Rows));
    }

    [Fact]
    public void WaitingForRoomIsNoReasonToLeaveTheStepNorToWakeAStandby()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        script.Grant(script.Open(0), 1);
        script.Open(1);
        script.BeginDecoding(3, [0], [0], [0]);
        script.Pass(15_000);
        Assert.Equal(1, Assert.Single(script.Out).Rows);
        for (int i = 0; i < 3; i++)
            script.Answer(script.Out.Single());
        script.AssertDone();
        Assert.DoesNotContain(script.All, frame => frame.Flags.Has(FrameFlags.Takeover));
    }

    [Fact]
    public void ANodeThatGrantsNothingParksItsRows()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        script.Grant(script.Open(0), 0);
        script.Begin([0], [0]);
        script.Pass(Second);
        Assert.Empty(script.All);
        script.AssertDone(parked: 2);
    }

    /// <summary>Given-up frames are still in the node's memory; their credit comes back when it answers them and not before.</summary>
    [Fact]
    public void AHungNodesCreditComesBackWithItsAnswersAndEveryExchangeEnds()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        script.Grant(script.Open(0), 4);
        script.Begin([0], [0], [0], [0], [0]);
        SentFrame stuck = script.Out.Single();
        Assert.Equal(3, stuck.Rows);
        script.Pass(60 * Second);
        script.AssertDone(parked: 5);
        script.Answer(stuck);
        script.Begin([0], [0], [0], [0], [0]);
        Assert.Equal(3, script.Out.Sum(frame => frame.Rows));
        script.Pass(60 * Second);
        Assert.True(script.Machine.IsComplete);
    }

    [Fact]
    public void ANewLinkBeginsWithTheFirstCreditAgain()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        script.Grant(link, 4);
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, 4)]);
        script.Break(link);
        script.Open(0);
        script.Pass(Second);
        script.Out.ToList().ForEach(script.Answer);
        script.BeginDecoding(Limits.CreditRowsDefault + 1, [.. Enumerable.Repeat(new[] { 0 }, Limits.CreditRowsDefault + 1)]);
        Assert.Equal(Limits.CreditRowsDefault, script.Out.Sum(frame => frame.Rows));
    }
}
