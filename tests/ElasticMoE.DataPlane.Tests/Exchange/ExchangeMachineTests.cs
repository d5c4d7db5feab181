using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Tests.Exchange;

public sealed class ExchangeMachineTests
{
    private const long Forever = 60_000_000;

    [Fact]
    public void ARowTravelsOnceToANodeWithAllItsExpertsThere()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([0], []), ([1], [])));
        int first = script.Open(0);
        int second = script.Open(1);
        script.Begin([0, 1], [1, 2]);
        Assert.Equal([0, 1, 2], script.TheOne(first).Pairs);
        Assert.Equal(2, script.TheOne(first).Rows);
        Assert.Equal([3], script.TheOne(second).Pairs);
        script.Answer(script.TheOne(second));
        Assert.False(script.Machine.IsComplete);
        script.Answer(script.TheOne(first));
        script.AssertDone();
    }

    [Fact]
    public void AFrameHasAtMostSixtyFourRows()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([0], [])));
        script.Open(0);
        script.Begin([.. Enumerable.Repeat(new[] { 0, 1 }, 130)]);
        Assert.Equal([Limits.FrameRowsMax, Limits.FrameRowsMax, 2], script.Out.Select(frame => frame.Rows));
        Assert.Equal(Enumerable.Range(0, 260), script.Out.SelectMany(frame => frame.Pairs));
    }

    [Fact]
    public void RowsOfOneExchangeSpreadOverReplicasThatAreAsFree()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], [])));
        script.Open(0);
        script.Open(1);
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, 40)]);
        Assert.Equal(40, script.Out.Sum(frame => frame.Rows));
        Assert.All(script.Out, frame => Assert.InRange(frame.Rows, 16, 24));
    }

    /// <summary>Few rows of an expert go to one of its replicas, so that its weights are read once; the next exchange's may go to the other.</summary>
    [Fact]
    public void AnExchangesFewRowsOfAnExpertStayTogether()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], []), ([0, 1], [])));
        script.Open(0);
        script.Open(1);
        HashSet<int> nodes = [];
        for (int round = 0; round < 20; round++)
        {
            script.Begin([0], [1], [0], [1], [0], [1], [0]);
            foreach (int expert in (int[])[0, 1])
            {
                SentFrame frame = Assert.Single(script.Out, frame => frame.Pairs.Any(pair => pair % 2 == expert));
                nodes.Add(frame.Link);
            }
            foreach (SentFrame frame in script.Out.ToArray())
                script.Answer(frame);
            script.AssertDone();
        }
        Assert.Equal(2, nodes.Count);
    }

    [Fact]
    public void WhatIsLostWithALinkGoesToAnotherReplicaAtOnceAndAlone()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], [2])));
        int[] links = [script.Open(0), script.Open(1), script.Open(2)];
        script.Begin([0], [0], [0], [0]);
        int lost = script.Out.Where(frame => frame.Link == links[0]).Sum(frame => frame.Rows);
        script.Break(links[0]);
        SentFrame[] again = [.. script.Out.Where(frame => frame.Flags.Has(FrameFlags.Suspect))];
        Assert.Equal(lost, again.Length);
        Assert.All(again, frame => Assert.Equal((links[1], 1, FrameFlags.Suspect), (frame.Link, frame.Rows, frame.Flags)));
        script.Out.ToList().ForEach(script.Answer);
        script.AssertDone();
    }

    [Fact]
    public void AStandbyIsTakenOverOnlyWhereNoAwakeReplicaIsLeft()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int awake = script.Open(0);
        int standby = script.Open(1);
        script.Begin([0]);
        Assert.Equal((awake, FrameFlags.None), (script.Out[0].Link, script.Out[0].Flags));
        script.Break(awake);
        Assert.Equal((standby, FrameFlags.Takeover | FrameFlags.Suspect), (script.Out[0].Link, script.Out[0].Flags));
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    [Fact]
    public void NotHereGoesElsewhereAtOnce()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int awake = script.Open(0);
        int standby = script.Open(1);
        script.Begin([0]);
        script.NotHere(script.TheOne(awake), 0);
        script.Answer(script.TheOne(standby));
        script.AssertDone();
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 7 })]
    public void ANodeThatRefusesWithoutAReasonIsNotAskedWithoutEnd(int[] experts)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        script.Open(0);
        script.Begin([0]);
        script.NotHere(script.Out[0], experts);
        Assert.Empty(script.Out);
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);
    }

    [Fact]
    public void ARowWithoutAReplicaIsParkedAfterABoundAndOthersGoOn()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], []), ([1], [])));
        int open = script.Open(0);
        script.Begin([0], [1]);
        script.Pass(ExchangeMachine.ParkAfterUs - 1);
        Assert.Equal(RowState.Ready, script.Dispatch.StateOf(1));
        script.Pass(1);
        Assert.Equal(RowState.Parked, script.Dispatch.StateOf(1));
        Assert.Equal(new ExpertId(script.Dispatch.Layer, 1), script.Dispatch.MissingOf(1));
        script.Answer(script.TheOne(open));
        script.AssertDone(parked: 1);
    }

    [Fact]
    public void ARetryUsesTheNewestMap()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int old = script.Open(0);
        int other = script.Open(1);
        script.Begin([0]);
        script.Change(ExchangeScript.Map(2, ([1], [])));
        script.NotHere(script.TheOne(old), 0);
        script.Answer(script.TheOne(other));
        script.AssertDone();
    }

    // Nothing tells a router that a node has loaded what it lacked, and a map that is given never changes.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ANodeThatLackedAnExpertOrFailedIsAskedAgainLater(bool lacks)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        script.Begin([0]);
        if (lacks)
            script.NotHere(script.TheOne(link), 0);
        else
            script.Fail(script.TheOne(link));
        script.Pass(ExchangeMachine.ParkAfterUs);
        script.AssertDone(parked: 1);
        script.Pass(1_000_000);
        script.Begin([0]);
        script.Answer(script.TheOne(link));
        script.AssertDone();
    }

    [Fact]
    public void ADeathAfterStartedFailsThatRowAlone()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0), script.Open(1), script.Open(2)];
        script.Begin([0], [0]);
        script.Break(links[0]);
        SentFrame started = script.Out[0];
        Assert.Equal(2, script.Out.Count);
        int second = started.Link;
        script.Started(started);
        script.Break(second);
        script.Open(Array.IndexOf(links, second));
        script.Open(0);
        Assert.Equal(RowState.Failed, script.Dispatch.StateOf(started.Pairs[0]));
        Assert.Contains("layer 0, expert 0", script.Dispatch.FailureOf(started.Pairs[0]), StringComparison.Ordinal);
        script.Out.ToList().ForEach(script.Answer);
        script.AssertDone(failed: 1);
    }

    [Fact]
    public void ADeathBeforeStartedCountsAgainstNobody()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2, 3])));
        int[] links = [.. Enumerable.Range(0, 4).Select(script.Open)];
        script.Begin([0]);
        for (int deaths = 0; deaths < 3; deaths++)
            script.Break(script.Out[0].Link);
        Assert.Contains(script.Out[0].Link, links);
        script.Answer(script.Out[0]);
        script.AssertDone();
    }

    // A row that hangs a node and then kills it would otherwise go through all of them.
    [Fact]
    public void ADeathAfterStartedCountsEvenWhenTheFrameWasGivenUpBefore()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1, 2])));
        int[] links = [script.Open(0), script.Open(1), script.Open(2)];
        script.Begin([0]);
        script.Break(links[0]);
        SentFrame suspect = script.Out[0];
        script.Started(suspect);
        script.Pass(ExchangeMachine.FailAfterUs);
        script.Break(suspect.Link);
        script.Open(Array.IndexOf(links, suspect.Link));
        script.Open(0);
        script.AssertDone(failed: 1);
    }

    [Fact]
    public void OneRowsFaultFailsItsRequestAlone()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        script.Begin([0], [0], [0]);
        script.Fail(script.TheOne(link), row: 1);
        Assert.Equal(("planted", RowState.Failed), (script.Dispatch.FailureOf(1), script.Dispatch.StateOf(1)));
        Assert.Equal([0, 2], script.TheOne(link).Pairs);
        script.Answer(script.TheOne(link));
        script.AssertDone(failed: 1);
    }

    [Fact]
    public void ALateFrameIsHedgedOnceAndTheFirstAnswerWins()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], [])));
        script.Open(0);
        script.Open(1);
        script.Begin([0]);
        SentFrame late = script.Out[0];
        script.Pass(ExchangeMachine.HedgeAfterUs);
        SentFrame hedge = script.Out[1];
        Assert.Equal(FrameFlags.Hedge | FrameFlags.Suspect, hedge.Flags);
        Assert.NotEqual(late.Link, hedge.Link);
        script.Pass(ExchangeMachine.FailAfterUs - ExchangeMachine.HedgeAfterUs - 1);
        Assert.Equal(2, script.All.Count);
        script.Answer(hedge);
        script.AssertDone();
        script.Answer(late);
        script.AssertDone();
    }

    // The caller reuses its dispatch, so that pairs of a frame that nobody waits for are numbers without a meaning.
    [Fact]
    public void WhatIsSaidBetweenTwoExchangesIsNotTakenForTheNextOnesRows()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], []), ([0], [])));
        int[] links = [script.Open(0), script.Open(1)];
        SentFrame late;
        do
        {
            script.Out.ToList().ForEach(script.Answer);
            script.Begin([0]);
            late = script.Out[0];
        }
        while (late.Link != links[0]);
        script.Pass(ExchangeMachine.HedgeAfterUs);
        script.Answer(script.TheOne(links[1]));
        script.AssertDone();
        script.Dispatch.Begin(0, (1, 1), new float[1], [1]);
        script.NotHere(late, 0);
        script.Begin([1]);
        script.Answer(script.TheOne(links[0]));
        script.AssertDone();
    }

    [Fact]
    public void HedgingStopsWhenItsBudgetIsSpent()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0, 1], []), ([0, 2], [])));
        for (int node = 0; node < 3; node++)
            script.Open(node);
        for (int i = 0; i < 600; i++)
        {
            script.Begin([0, 1]);
            script.Pass(i % 10 == 0 ? 400_000 : 300);
            script.Out.ToList().ForEach(script.Answer);
        }
        // Each of a late frame's rows is copied by itself: two here at most.
        int copies = script.All.Count(frame => frame.Flags.Has(FrameFlags.Hedge));
        Assert.InRange(copies, 4, 2 * (4 + (script.All.Count - copies) * 2 / 100));
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("not here")]
    [InlineData("failed")]
    public void ANodeThatIsFarTooSlowGetsNothingUntilItSaysSomething(string says)
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int slow = script.Open(0);
        int other = script.Open(1);
        script.Begin([0]);
        SentFrame late = script.TheOne(slow);
        script.Pass(ExchangeMachine.FailAfterUs);
        script.Out.Where(frame => frame.Link == other).ToList().ForEach(script.Answer);
        script.AssertDone();
        script.Begin([0]);
        Assert.Equal(other, script.All[^1].Link);
        script.Answer(script.All[^1]);
        script.Say(late, says);
        script.Pass(1_000_000);
        script.Begin([0]);
        Assert.Equal(slow, script.All[^1].Link);
    }

    // The old link of a node that has started again may break, or its frames be given up, after the new one is open.
    [Fact]
    public void WhatWasOutOnAnOldLinkIsNotHeldAgainstTheNewOne()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int old = script.Open(0, incarnation: 1);
        script.Begin([0]);
        int link = script.Open(0, incarnation: 2);
        script.Answer(script.TheOne(link));
        script.AssertDone();
        script.Begin([0]);
        script.Pass(ExchangeMachine.HedgeAfterUs);
        script.Answer(script.TheOne(link));
        script.Break(old);
        script.Begin([0]);
        script.Answer(script.TheOne(link));
        script.AssertDone();
    }

    [Fact]
    public void ASecondLinkOfTheSameStartIsNoDeath()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int first = script.Open(0, incarnation: 1);
        int standby = script.Open(1, incarnation: 2);
        script.Begin([0]);
        script.Break(first);
        script.Started(script.TheOne(standby));
        int again = script.Open(1, incarnation: 2);
        script.Answer(script.TheOne(again));
        script.AssertDone();
    }

    [Fact]
    public void ANodeThatWorksThroughItsQueueIsNotTooSlow()
    {
        const int Frames = 100;
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int link = script.Open(0);
        script.Open(1);
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, Frames * Limits.FrameRowsMax)]);
        for (int i = 0; i < Frames; i++)
        {
            script.Pass(15_000);
            script.Answer(script.Out.First(frame => frame.Link == link));
        }
        script.AssertDone();
        Assert.Equal(Frames, script.All.Count);
    }

    [Fact]
    public void ASmallFrameIsNotBlamedForTheLargeOneBeforeIt()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        for (int i = 0; i < 20; i++)
        {
            script.Begin([.. Enumerable.Repeat(new[] { 0 }, Limits.FrameRowsMax)]);
            script.Pass(400_000);
            script.Answer(script.TheOne(link));
        }
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, Limits.FrameRowsMax + 1)]);
        script.Pass(600_000);
        script.Tick();
        script.Answer(script.Out[0]);
        script.Pass(10_000);
        script.Answer(script.TheOne(link));
        script.AssertDone();
    }

    // A node that hung once, or took long over its first frame, must not have earned the right to hang for minutes.
    [Fact]
    public void OneSlowAnswerDoesNotMoveTheDeadlinesFar()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [1])));
        int slow = script.Open(0);
        int other = script.Open(1);
        for (int i = 0; i < 50; i++)
        {
            script.Begin([0]);
            script.Pass(i == 25 ? ExchangeMachine.FailAfterUs : 300);
            script.Out.Where(frame => frame.Link == other).ToList().ForEach(script.Answer);
            script.Pass(i == 25 ? 10_000_000 : 0);
            script.Out.ToList().ForEach(script.Answer);
            script.AssertDone();
        }
        script.Begin([.. Enumerable.Repeat(new[] { 0 }, Limits.FrameRowsMax)]);
        script.Pass(2_000_000);
        Assert.Equal([slow, other], script.Out.Select(frame => frame.Link).Distinct());
        script.Out.Where(frame => frame.Link == other).ToList().ForEach(script.Answer);
        script.AssertDone();
    }

    [Fact]
    public void NodesThatAreSlowerThanTheFloorAreLearntOf()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        int exchanges = 0;
        do
        {
            Assert.True(++exchanges < 20, "rows park for ever");
            script.Begin([.. Enumerable.Repeat(new[] { 0 }, Limits.FrameRowsMax)]);
            script.Pass(900_000);
            script.Answer(script.TheOne(link));
        }
        while (script.Dispatch.StateOf(0) != RowState.Ready);
        script.AssertDone();
    }

    [Fact]
    public void NothingIsDueWhenNothingIsWanted()
    {
        var script = new ExchangeScript(ExchangeScript.Map(1, ([0], [])));
        int link = script.Open(0);
        script.Begin([0]);
        script.Answer(script.TheOne(link));
        Assert.Equal(long.MaxValue, script.Machine.NextTickUs);
        script.Pass(Forever);
        script.AssertDone();
    }
}
