using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Compares what a run found with what was expected of it.</summary>
internal static class ChaosVerdict
{
    /// <summary>With fewer faults a p99 says nothing.</summary>
    public const int FaultsMin = 20;

    /// <summary>How soon a gateway notices that a router is gone: it is silent for so long.</summary>
    private const double NoticedMs = 400;

    private const double PrefillShare = 1.2;

    /// <summary>Shorter ones differ by chance.</summary>
    public static TimeSpan SteadyMin { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A report with what of the hypothesis doesn't hold, after what is broken already, and with what isn't claimed.</summary>
    public static ChaosReport Judge(ChaosReport report, ChaosHypothesis expected, TimeSpan steady)
    {
        List<string> broken = [.. report.Broken], unclaimed = [];
        double? bound = report.Faults < FaultsMin ? null : StallMsP99Max(report, expected);
        Hold(broken, report.FailedRequests <= expected.FailedRequestsMax, $"{report.FailedRequests} requests failed{At(expected.FailedRequestsMax)}");
        Hold(broken, report.DifferingTokens <= expected.DifferingTokensMax, $"{report.DifferingTokens} tokens differ{At(expected.DifferingTokensMax)}");
        Hold(broken, report.RedundancySeconds <= expected.RedundancySecondsMax, $"redundancy took {Seconds(report.RedundancySeconds)} s, {Seconds(expected.RedundancySecondsMax)} s at most were expected");
        if (report.Aborted is not null)
            return report with { Broken = broken, StallMsP99Bound = bound };
        if (report.Faults < FaultsMin)
            unclaimed.Add($"a bound of stalls: there were {report.Faults} faults, {FaultsMin} are needed");
        else if (bound is { } max)
            Hold(broken, report.StallMsP99 <= max, $"streams stalled for {Ms(report.StallMsP99)} (p99), {Ms(max)} at most were expected");
        (double share, double undisturbed) = report.MeanThroughput;
        double wanted = Math.Min(expected.ThroughputShareMin, undisturbed);
        bool lacksThroughput = steady >= SteadyMin && share < wanted;
        if (steady < SteadyMin)
            unclaimed.Add($"throughput afterwards: it was measured for {steady.TotalSeconds:0.#} s, {SteadyMin.TotalSeconds:0} s are needed");
        else
            Hold(broken, !lacksThroughput, $"throughput afterwards is {Figures.Percent(share)} of that before{(report.EqualPaceShare is null ? "" : " at equal pace")}{Runs(report)}; {Figures.Percent(wanted)} were expected");
        return report with { Broken = broken, Unclaimed = unclaimed, LacksThroughput = lacksThroughput, StallMsP99Bound = bound };
    }

    /// <summary>What streams may stall for (p99), ms; null where that isn't bounded.</summary>
    public static double? StallMsP99Max(ChaosReport report, ChaosHypothesis expected) =>
        expected.StallByPrefill && report.PrefillMs is { } prefill ? NoticedMs + PrefillShare * prefill : expected.StallMsP99Max;

    private static void Hold(List<string> broken, bool holds, string otherwise)
    {
        if (!holds)
            broken.Add(otherwise);
    }

    private static string Runs(ChaosReport report) => report.Earlier is { Count: > 0 and var earlier } ? $", in the mean of {earlier + 1} runs" : "";

    private static string At(int max) => max == 0 ? "" : $", {max} at most were expected";

    private static string Seconds(double seconds) => Figures.Fixed(seconds, 1);

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));
}
