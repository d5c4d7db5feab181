using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Autoscaling;

public sealed class AutoscalerTests
{
    [Fact]
    public void ItGoesUpEarlyAndDownLateStepByStep()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(16));
        run.Pass(60, Even(16, 30));
        Assert.Empty(run.Decisions);
        run.Pass(5, Hot(16, 600));
        Assert.InRange(run.AwakeOf(0), 2, 4);
        run.Pass(20, Hot(16, 600));
        int up = run.AwakeOf(0);
        run.Pass(59, Even(16, 30));
        Assert.Equal(up, run.AwakeOf(0));
        run.Pass(60 * up, Even(16, 30));
        Assert.Equal(1, run.AwakeOf(0));
        Assert.All(run.Decisions.Where(decision => decision.Action == ScaleAction.Down), decision => Assert.Equal(decision.AwakeBefore - 1, decision.Awake));
    }

    [Fact]
    public void BoundsHoldWhateverTheLoad()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(16));
        run.Bound(0, 2, 3);
        // At least two without any load, at once and for good.
        run.Pass(1, Even(16, 30));
        Assert.Equal(2, run.AwakeOf(0));
        long[] without = [0, .. Even(15, 30)];
        run.Pass(900, without);
        Assert.Equal(2, run.AwakeOf(0));
        // At most three under any.
        run.Pass(60, Hot(16, 5_000));
        Assert.Equal(3, run.AwakeOf(0));
        // One whose bounds shrink gives up at once; without bounds it may sleep again.
        run.Bound(0, 0, 1);
        run.Pass(1, Hot(16, 5_000));
        Assert.Equal(1, run.AwakeOf(0));
        run.Pass(120, without);
        Assert.Equal(0, run.AwakeOf(0));
        run.Bound(0, 1, 1);
        run.Pass(1, without);
        Assert.Equal(1, run.AwakeOf(0));
    }

    [Fact]
    public void AnExpertWithATimeOfItsOwnSleepsAfterThat()
    {
        long[] without = [0, 0, .. Even(14, 50)];
        var run = new AutoscalerRun(AutoscalerRun.Layer(16));
        run.Bound(0, 0, 4, sleepAfterS: 300);
        run.Pass(200, without);
        Assert.Equal((1, 0), (run.AwakeOf(0), run.AwakeOf(1)));
        run.Pass(200, without);
        Assert.Equal(0, run.AwakeOf(0));
    }

    [Fact]
    public void AQuietLayerGetsNoSecondReplica()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(16));
        run.Pass(300, 20);
        Assert.DoesNotContain(run.Decisions, decision => decision.Action == ScaleAction.Up);
    }

    [Fact]
    public void ARisingTrendIsFollowedAhead()
    {
        int withTrend = FirstUp(new AutoscalerSettings()), without = FirstUp(new AutoscalerSettings { TrendAhead = TimeSpan.Zero });
        Assert.True(withTrend < without, $"{withTrend} s with trend, {without} s without");

        static int FirstUp(AutoscalerSettings settings)
        {
            var run = new AutoscalerRun(AutoscalerRun.Layer(16), settings);
            int seconds = 0;
            for (run.Pass(30, Even(16, 100)); run.AwakeOf(0) == 1; seconds++)
                run.Pass(1, Hot(16, 100 + (10 * seconds)));
            return seconds;
        }
    }

    [Fact]
    public void AWaitingRowWakesAtOnceAndASingleServedOneDoesNot()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(8));
        long[] without = [0, .. Even(7, 50)];
        run.Pass(60, without);
        Assert.Equal(0, run.AwakeOf(0));
        run.Pass(1, [1, .. Even(7, 50)]);
        Assert.Equal(0, run.AwakeOf(0));
        run.Pass(1, () => [new ExpertLoad(new(0, 0), 1, Parked: 1), .. AutoscalerRun.Rows(without).Skip(1)]);
        Assert.Equal(1, run.AwakeOf(0));
        Assert.Contains("rows had to wait for it", run.Decisions[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoWakesTooSoonSleepsLaterNextTime()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(8));
        long[] without = [0, .. Even(7, 50)];
        var slept = new List<double>();
        for (int round = 0; round < 8; round++)
        {
            DateTimeOffset woken = run.Now;
            while (run.AwakeOf(0) > 0)
                run.Pass(1, without);
            slept.Add((run.Now - woken).TotalSeconds);
            run.Pass(1, () => [new ExpertLoad(new(0, 0), 1, Parked: 1), .. AutoscalerRun.Rows(without).Skip(1)]);
        }
        Assert.Equal(slept.Order(), slept);
        Assert.InRange(slept[^1], 20 * 16, (20 * 16) + 30);
        Assert.Equal(slept[^1], slept[^2]);
    }

    [Fact]
    public void WithoutAnyTrafficExpertsSleepAfterTheIdleTime()
    {
        var run = new AutoscalerRun(AutoscalerRun.Layer(4));
        run.Pass(10, 5, 5, 5, 5);
        run.Pass(599);
        Assert.Equal(0, run.Asleep);
        run.Pass(1);
        Assert.Equal(4, run.Asleep);
    }

    [Fact]
    public void ASeasonWakesItsExpertsAheadAndKeepsThemAwake()
    {
        var season = new Season("marketing", new SeasonWindow { Begin = new(9, 0), End = new(10, 0), Days = [DayOfWeek.Monday] }, 8, [new(0, 0)]);
        var run = new AutoscalerRun(AutoscalerRun.Layer(8), null, season);
        long[] without = [0, .. Even(7, 50)];
        run.Pass(3600 - 121, without);
        Assert.Equal((0, new TimeOnly(8, 57, 59)), (run.AwakeOf(0), TimeOnly.FromDateTime(run.Now.UtcDateTime)));
        run.Pass(2, without);
        Assert.Equal(2, run.AwakeOf(0));
        Assert.Contains("season marketing", run.Decisions[^1].Text, StringComparison.Ordinal);
        run.Pass(3700, without);
        Assert.Equal(2, run.AwakeOf(0));
        run.Pass(300, without);
        Assert.Equal(0, run.AwakeOf(0));
    }

    [Fact]
    public void MoreLoadNeverMeansFewerReplicas()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            long[] rows = [.. Enumerable.Range(0, 8).Select(_ => (long)random.Next(0, 200))];
            int before = 0;
            for (long own = 0; own < 3000; own = (own * 2) + 5)
            {
                rows[0] = own;
                var run = new AutoscalerRun(AutoscalerRun.Layer(8));
                run.Pass(90, rows);
                Assert.True(run.AwakeOf(0) >= before, $"seed {seed}: {own} rows a second get {run.AwakeOf(0)} replicas, fewer got {before}");
                before = run.AwakeOf(0);
            }
        }
    }

    [Fact]
    public void DecisionsAreOneLineAndTheStateSaysTheSame()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var run = new AutoscalerRun(AutoscalerRun.Layer(8));
            int[] awake = [.. Enumerable.Repeat(1, 8)];
            for (int change = 0; change < 30; change++)
            {
                long[] rows = [.. Enumerable.Range(0, 8).Select(_ => random.Next(3) == 0 ? random.Next(400) : 0L)];
                run.Pass(random.Next(1, 40), rows);
            }
            foreach (ScaleDecision decision in run.Decisions)
            {
                Assert.Equal(awake[decision.Expert.Index], decision.AwakeBefore);
                Assert.NotEqual(decision.AwakeBefore, decision.Awake);
                Assert.InRange(decision.Awake, 0, 4);
                Assert.StartsWith($"expert {decision.Expert} ", decision.Text, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', decision.Text);
                awake[decision.Expert.Index] = decision.Awake;
            }
            Assert.Equal(awake, run.State.Experts.Select(expert => expert.Awake));
        }
    }

    [Fact]
    public void ThePlannerIsAskedForWhatIsWanted()
    {
        var autoscaler = new Autoscaler(new AutoscalerSettings { StandbysAsleep = 2 }, []);
        PlannedExpert awake = autoscaler.Wanted(new ExpertScale(new(1, 2)) { Awake = 3, SlowRows = 50 }, 7);
        Assert.Equal((new ExpertId(1, 2), 5.0, 7L, 3, 3, 1), (awake.Expert, awake.Load, awake.Bytes, awake.AwakeMin, awake.AwakeMax, awake.Standbys));
        PlannedExpert asleep = autoscaler.Wanted(new ExpertScale(new(1, 2)) { Awake = 0 }, 7);
        Assert.Equal((0, 0, 2), (asleep.AwakeMin, asleep.AwakeMax, asleep.Standbys));
    }

    private static long[] Even(int experts, long rows) => [.. Enumerable.Repeat(rows, experts)];

    /// <summary>Even rows, and more for the first expert.</summary>
    private static long[] Hot(int experts, long rows) => [rows, .. Even(experts - 1, 30)];
}
