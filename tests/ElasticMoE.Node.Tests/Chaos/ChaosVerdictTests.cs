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
    public void A_lost_router_may_cost_its_silence_and_the_prefill()
    {
        var byPrefill = new ChaosHypothesis { StallByPrefill = true };
        ChaosReport report = Good with { PrefillMs = 500 };

        Assert.Empty(ChaosVerdict.Of(report with { StallMsP99 = 1000 }, byPrefill, TimeSpan.FromSeconds(10)).Broken);
        Assert.Single(ChaosVerdict.Of(report with { StallMsP99 = 1001 }, byPrefill, TimeSpan.FromSeconds(10)).Broken);
    }

    [Fact]
    public void Few_faults_and_short_measurements_claim_nothing()
    {
        (IReadOnlyList<string> broken, IReadOnlyList<string> unclaimed) = ChaosVerdict.Of(Good with { Faults = 19, StallMsP99 = 900, TokensPerSecondAfter = 1 }, s_expected, TimeSpan.FromSeconds(9));

        Assert.Empty(broken);
        Assert.Equal(2, unclaimed.Count);
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

    private static string Broken(ChaosReport report) => Assert.Single(Judge(report).Broken);

    private static (IReadOnlyList<string> Broken, IReadOnlyList<string> Unclaimed) Judge(ChaosReport report) => ChaosVerdict.Of(report, s_expected, TimeSpan.FromSeconds(10));

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
