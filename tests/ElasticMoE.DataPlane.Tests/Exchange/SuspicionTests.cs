using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>Suspicion outlives exchanges, and only a death counts.</summary>
public sealed class SuspicionTests
{
    [Fact]
    public void ALinkThatBreaksAfterStartedKeepsTheRowFromAThirdNodeUntilTheFateOfTheSecondIsKnown()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0, 1), script.Open(1, 2), script.Open(2, 3)];
        script.Begin([0]);
        script.Break(links[0]);
        int second = Array.IndexOf(links, script.Out[0].Link);
        script.Started(script.Out[0]);
        script.Break(links[second]);
        Assert.Empty(script.Out);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);

        script.Begin([0]);
        Assert.Empty(script.Out);
        script.Open(second, (ulong)second + 1);
        Assert.True(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARowIsFailedAtItsNextTryWhereTheSecondNodeHasDied(bool startsAgain)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0), script.Open(1), script.Open(2)];
        script.Begin([0]);
        script.Break(links[0]);
        int second = Array.IndexOf(links, script.Out[0].Link);
        script.Started(script.Out[0]);
        script.Break(links[second]);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);
        if (startsAgain)
        {
            script.Open(second);
            script.Open(0);
        }
        else
            script.Pass(10_000_000);
        script.Begin([0]);
        script.AssertDone(failed: 1);

        // It fails again, should its sequence not have heard of it.
        script.Begin([0]);
        script.AssertDone(failed: 1);
    }

    // A cut and an unrelated death don't make a row guilty; a third try alone decides.
    [Fact]
    public void ALinkThatWasCutIsNoFirstDeath()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0, 1), script.Open(1, 2), script.Open(2, 3)];
        script.Begin([0]);
        script.Break(links[0]);
        int second = Array.IndexOf(links, script.Out[0].Link);
        script.Started(script.Out[0]);
        script.Break(links[second]);
        script.Open(second, 9);
        Assert.Empty(script.Out);
        script.Open(0, 1);
        Assert.True(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    [Fact]
    public void ARowIsClearedWhenTheNodeIsBackAsItWas()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0, 1);
        script.Begin([0]);
        script.Break(link);
        script.Open(0, 1);
        Assert.False(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    // Without another replica a poison row is parked after each death, and would kill the node whenever it has come back.
    [Fact]
    public void ARowIsUnderSuspicionStillWhenItIsComputedAgain()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        script.Break(BeginOn(script.Open(0)));
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);

        int second = BeginOn(script.Open(0));
        Assert.True(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Started(script.Out[0]);
        script.Break(second);
        script.Pass(ExchangeMachine.ParkAfterUs);
        BeginOn(script.Open(0));
        script.AssertDone(failed: 1);

        int BeginOn(int link)
        {
            script.Begin([0]);
            return link;
        }
    }

    [Fact]
    public void ASuspectIsNotCopied()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0), script.Open(1), script.Open(2)];
        script.Begin([0]);
        script.Break(links[0]);
        script.Pass(ExchangeMachine.FailAfterUs - 1);
        script.Answer(Assert.Single(script.Out));
        script.AssertDone();
    }

    // A node that dies takes a while about it, long enough for a copy to go to another one.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ARowThatKillsANodeAndThatOfItsCopyFailsAloneBeforeAThird(bool copyDiesFirst)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], [2])));
        int[] links = [script.Open(0, 1), script.Open(1, 2), script.Open(2, 3)];
        script.Begin([0], [0], [0], [0]);
        script.Pass(ExchangeMachine.HedgeAfterUs);
        SentFrame late = script.Out.First(frame => frame.Rows > 1), copy = script.Out.First(frame => frame.Flags.Has(FrameFlags.Hedge) && frame.Pairs[0] == late.Pairs[0]);
        Assert.Equal((1, FrameFlags.Hedge | FrameFlags.Suspect), (copy.Rows, copy.Flags));
        script.Started(copy);
        foreach (int link in copyDiesFirst ? new[] { copy.Link, late.Link } : [late.Link, copy.Link])
            script.Break(link);
        Assert.DoesNotContain(script.Out, frame => frame.Pairs.Contains(copy.Pairs[0]));
        Assert.All(script.Out, frame => Assert.Equal((links[2], 1), (frame.Link, frame.Rows)));
        script.Open(0, 4);
        script.Open(1, 5);
        script.Out.ToList().ForEach(script.Answer);
        script.AssertDone(failed: 1);
        Assert.Contains("layer 0, expert 0", script.Dispatch.FailureOf(copy.Pairs[0]), StringComparison.Ordinal);
    }

    // The node may come to them yet, and die of one then.
    [Fact]
    public void RowsOfANodeThatIsGivenUpTravelAlone()
    {
        // More pairs than are ever copied.
        var script = new ExchangeScript(ExchangeScript.Map(1, [.. Enumerable.Repeat((new[] { 0 }, new[] { 1 }), 5)]));
        int slow = script.Open(0), other = script.Open(1);
        int[][] rows = [.. Enumerable.Repeat(new[] { 0, 1, 2, 3, 4 }, Limits.FrameRowsMax)];
        script.Begin(rows);
        script.Pass(ExchangeMachine.FailAfterUs);
        SentFrame[] again = [.. script.All.Where(frame => frame.Link == other)];
        Assert.Equal(rows.Length * rows[0].Length, again.Length);
        Assert.All(again, frame => Assert.Equal((1, FrameFlags.Suspect | FrameFlags.Takeover), (frame.Rows, frame.Flags)));
        script.Out.ToList().ForEach(script.Answer);
        script.AssertDone();
        script.Begin([0]);
        Assert.Equal((slow, FrameFlags.None), (script.All[^1].Link, script.All[^1].Flags));
    }

    [Theory]
    [InlineData("dies")]
    [InlineData("not here")]
    [InlineData("is silent")]
    public void ARowThatMayHaveKilledANodeWaitsForOneThatHasItAndHangs(string second)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0, 1), script.Open(1, 2), script.Open(2, 3)];
        script.Begin([0]);
        script.Break(links[0]);
        SentFrame hanging = script.Out[0];
        script.Pass(ExchangeMachine.FailAfterUs + ExchangeMachine.ParkAfterUs);
        Assert.Equal(hanging, Assert.Single(script.Out));
        script.AssertDone(parked: 1);
        script.Begin([0]);
        Assert.Equal(hanging, Assert.Single(script.Out));
        switch (second)
        {
            case "dies":
                script.Started(hanging);
                script.Break(hanging.Link);
                script.Open(0, 4);
                script.Open(Array.IndexOf(links, hanging.Link), 5);
                script.AssertDone(failed: 1);
                return;
            case "not here":
                script.NotHere(hanging, 0);
                break;
            default:
                script.Pass(ExchangeMachine.ParkAfterUs);
                script.Pass(ExchangeMachine.FateAfterUs);
                script.Begin([0]);
                break;
        }
        SentFrame third = script.Out[^1];
        Assert.Equal(second == "is silent", hanging.Link != third.Link);
        Assert.True(third.Flags.Has(FrameFlags.Suspect));
        script.Answer(third);
        script.AssertDone();
    }

    // Another of its experts isn't there, and while it waits for that the first may be at work still.
    [Fact]
    public void ARowThatIsComputedAgainWhileItIsOutTravelsAlone()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], []), ([2], [])));
        script.Open(0, 1);
        script.Open(1, 2);
        script.Begin([0, 1]);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);
        SentFrame first = script.Out[0];
        script.Begin([0, 1], [0, 1]);
        Assert.Equal(FrameFlags.Suspect, script.Out[1].Flags);
        script.Answer(first);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 2);
    }

    [Fact]
    public void AnAnswerClearsASuspect()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int first = script.Open(0);
        script.Open(1);
        script.Begin([0]);
        script.Break(first);
        script.Answer(script.Out[0]);
        script.Begin([0]);
        Assert.False(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    // The row leaves the step because another of its experts isn't there, while the first is out still.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsOutWhenItsRowLeavesTheStepIsNotForgotten(bool isAnswered)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([1], [])));
        int first = script.Open(0);
        script.Begin([0, 1]);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);
        if (isAnswered)
            script.Answer(script.TheOne(first));
        script.Break(first);
        script.Open(0);
        script.Open(1);
        script.Begin([0, 1]);
        Assert.Equal(!isAnswered, script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Out.ToList().ForEach(script.Answer);
        script.AssertDone();
    }

    [Fact]
    public void SuspectsAreForgottenAfterAWhile()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int first = script.Open(0);
        script.Begin([0]);
        script.Break(first);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.Open(0);
        script.Pass(SuspectBook.RememberUs);
        script.Begin([0]);
        Assert.False(script.Out[0].Flags.Has(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }
}
