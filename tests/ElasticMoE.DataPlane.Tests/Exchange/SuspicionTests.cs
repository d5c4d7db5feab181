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
        Assert.True(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.True(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.False(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.True(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.False(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.Equal(!isAnswered, script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
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
        Assert.False(script.Out[0].Flags.HasFlag(FrameFlags.Suspect));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }
}
