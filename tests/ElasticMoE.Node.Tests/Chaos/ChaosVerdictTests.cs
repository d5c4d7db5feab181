using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Chaos.Scenarios;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class ChaosVerdictTests
{
    internal static ChaosReport Good { get; } = new()
    {
        Scenario = "kill-node", Summary = "", Command = "", Started = "", Machine = "", Cluster = "", Streams = 16, Requests = 300, FailedRequests = 0, DifferingTokens = 0, OutputTokens = 30_000,
        StallMsP50 = 50, StallMsP99 = 200, StallMsMax = 400, Faults = 20, RedundancySeconds = 6, TokensPerSecondBefore = 1000, TokensPerSecondDuring = 700, TokensPerSecondAfter = 960,
        UndisturbedShare = 0.97, Broken = [], Unclaimed = [], Failures = [], Rounds = [],
    };

    private static readonly ChaosHypothesis s_expected = new() { StallMsP99Max = 300 };

    [Fact]
    public void What_holds_is_said_to_hold()
    {
        Assert.Empty(Judge(Good).Broken);
        Assert.Empty(Judge(Good).Unclaimed);
    }

    [Fact]
    public void Each_thing_that_does_not_hold_is_named()
    {
        Assert.Contains("1 requests failed", Broken(Good with { FailedRequests = 1 }), StringComparison.Ordinal);
        Assert.Contains("1 tokens differ", Broken(Good with { DifferingTokens = 1 }), StringComparison.Ordinal);
        Assert.Contains("redundancy took 31.0 s", Broken(Good with { RedundancySeconds = 31 }), StringComparison.Ordinal);
        Assert.Contains("streams stalled for 301 ms", Broken(Good with { StallMsP99 = 301 }), StringComparison.Ordinal);
        Assert.Contains("throughput afterwards is 94.0 %", Broken(Good with { TokensPerSecondAfter = 940 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Throughput_may_fall_as_far_as_it_does_undisturbed() =>
        Assert.Empty(Judge(Good with { TokensPerSecondAfter = 900, UndisturbedShare = 0.9 }).Broken);

    [Fact]
    public void Throughput_is_judged_at_equal_pace_where_that_is_known()
    {
        Assert.Empty(Judge(Good with { TokensPerSecondAfter = 500, EqualPaceShare = 0.96 }).Broken);
        Assert.Contains("throughput afterwards is 94.0 % of that before at equal pace", Broken(Good with { TokensPerSecondAfter = 1100, EqualPaceShare = 0.94 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_runs_the_mean_is_judged()
    {
        ChaosReport third = Good with { EqualPaceShare = 0.91, UndisturbedShare = 0.99, Earlier = [new(0.93, 0.97), new(1.02, 0.98)] };

        Assert.True(Judge(third).Holds);
        Assert.False(Judge(third).LacksThroughput);
        Assert.Contains("throughput afterwards is 94.7 % of that before at equal pace, in the mean of 3 runs; 95.0 % were expected", Broken(third with { EqualPaceShare = 0.89 }), StringComparison.Ordinal);
        Assert.True(Judge(third with { EqualPaceShare = 0.89 }).LacksThroughput);
        Assert.True(Judge(third with { EqualPaceShare = 0.89, UndisturbedShare = 0.89 }).Holds);
    }

    [Fact]
    public void A_run_counts_with_the_last_one_where_throughput_alone_did_not_hold()
    {
        ChaosReport lacking = Judge(Good with { Command = "emoe chaos run kill-node", Cluster = "three nodes", EqualPaceShare = 0.9, Earlier = [new(0.94, 0.96)] });

        Assert.Equal([new(0.94, 0.96), new(0.9, 0.97)], Before(lacking));
        Assert.Equal([new ChaosThroughput(1, 0.97)], Before(lacking with { Earlier = null, EqualPaceShare = 1, Broken = [], LacksThroughput = false }));
    }

    [Fact]
    public void What_is_not_about_throughput_is_not_run_again()
    {
        ChaosReport last = Judge(Good with { Command = "emoe chaos run kill-node", Cluster = "three nodes", EqualPaceShare = 0.9 });

        Assert.Contains("1 requests failed", Refused(Judge(last with { Broken = [], FailedRequests = 1 })), StringComparison.Ordinal);
        Assert.Contains("1 tokens differ", Refused(Judge(last with { Broken = [], EqualPaceShare = 1, DifferingTokens = 1 })), StringComparison.Ordinal);
        Assert.Contains("stopped itself: no answers", Refused(last with { Aborted = "no answers" }), StringComparison.Ordinal);
        Assert.Contains("--load 2", Refused(last with { Command = "emoe chaos run kill-node --load 2" }), StringComparison.Ordinal);
        Assert.Contains("five nodes", Refused(last with { Cluster = "five nodes" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_router_may_cost_its_silence_and_the_prefill()
    {
        var byPrefill = new ChaosHypothesis { StallByPrefill = true };
        ChaosReport report = Good with { PrefillMs = 500 };

        Assert.Empty(ChaosVerdict.Judge(report with { StallMsP99 = 1000 }, byPrefill, TimeSpan.FromSeconds(10)).Broken);
        Assert.Single(ChaosVerdict.Judge(report with { StallMsP99 = 1001 }, byPrefill, TimeSpan.FromSeconds(10)).Broken);
    }

    [Fact]
    public void Few_faults_and_short_measurements_claim_nothing()
    {
        ChaosReport judged = ChaosVerdict.Judge(Good with { Faults = 19, StallMsP99 = 900, TokensPerSecondAfter = 1 }, s_expected, TimeSpan.FromSeconds(9));

        Assert.True(judged.Holds);
        Assert.Equal(2, judged.Unclaimed.Count);
        Assert.Null(judged.StallMsP99Bound);
    }

    [Fact]
    public void An_answer_differs_from_the_revision_that_it_is_nearest_to()
    {
        var record = new ChaosRecord { Expected = [[["a", "b", "c"]], [["a", "x", "y"]]] };

        Assert.Equal(0, record.Differing(Answer(isComplete: true, "a", "x", "y")));
        Assert.Equal(1, record.Differing(Answer(isComplete: true, "a", "x", "c")));
        Assert.Equal(1, record.Differing(Answer(isComplete: true, "a", "b")));
        Assert.Equal(0, record.Differing(Answer(isComplete: false, "a", "b")));
        Assert.Equal(1, record.Differing(Answer(isComplete: false, "a", "b", "c", "d")));
    }

    private static IReadOnlyList<ChaosThroughput> Before(ChaosReport last) => ChaosThroughput.Before(last, "emoe chaos run kill-node", "three nodes");

    private static string Refused(ChaosReport last)
    {
        InputException refused = Assert.Throws<InputException>(() => Before(last));
        Assert.Equal(ExitCode.Conflict, refused.Exit);
        return refused.Message;
    }

    private static string Broken(ChaosReport report) => Assert.Single(Judge(report).Broken);

    private static ChaosReport Judge(ChaosReport report) => ChaosVerdict.Judge(report, s_expected, TimeSpan.FromSeconds(10));

    private static ChaosAnswer Answer(bool isComplete, params string[] tokens)
    {
        var answer = new ChaosAnswer(0, 0, 0);
        foreach (string token in tokens)
            answer.Add(token, 0);
        if (isComplete)
            answer.Complete();
        return answer;
    }
}
