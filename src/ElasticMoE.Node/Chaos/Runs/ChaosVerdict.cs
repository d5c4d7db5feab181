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

    /// <summary>What of the hypothesis doesn't hold, and what isn't claimed.</summary>
    public static (IReadOnlyList<string> Broken, IReadOnlyList<string> Unclaimed) Of(ChaosReport report, ChaosHypothesis expected, TimeSpan steady)
    {
        List<string> broken = [], unclaimed = [];
        Hold(broken, report.FailedRequests <= expected.FailedRequestsMax, $"{report.FailedRequests} requests failed{At(expected.FailedRequestsMax)}");
        Hold(broken, report.DifferingTokens <= expected.DifferingTokensMax, $"{report.DifferingTokens} tokens differ{At(expected.DifferingTokensMax)}");
        Hold(broken, report.RedundancySeconds <= expected.RedundancySecondsMax, $"redundancy took {Seconds(report.RedundancySeconds)} s, {Seconds(expected.RedundancySecondsMax)} s at most were expected");
        if (report.Aborted is not null)
            return (broken, unclaimed);
        if (report.Faults < FaultsMin)
            unclaimed.Add($"a bound of stalls: there were {report.Faults} faults, {FaultsMin} are needed");
        else if (StallMsP99Max(report, expected) is { } max)
            Hold(broken, report.StallMsP99 <= max, $"streams stalled for {Ms(report.StallMsP99)} (p99), {Ms(max)} at most were expected");
        double share = report.ThroughputShare, wanted = Math.Min(expected.ThroughputShareMin, report.UndisturbedShare);
        if (steady < SteadyMin)
            unclaimed.Add($"throughput afterwards: it was measured for {steady.TotalSeconds:0.#} s, {SteadyMin.TotalSeconds:0} s are needed");
        else
            Hold(broken, share >= wanted, $"throughput afterwards is {Figures.Percent(share)} of that before{(report.EqualPaceShare is null ? "" : " at equal pace")}; {Figures.Percent(wanted)} were expected");
        return (broken, unclaimed);
    }

    /// <summary>What streams may stall for (p99), ms; null where that isn't bounded.</summary>
    public static double? StallMsP99Max(ChaosReport report, ChaosHypothesis expected) =>
        expected.StallByPrefill && report.PrefillMs is { } prefill ? NoticedMs + PrefillShare * prefill : expected.StallMsP99Max;

    private static void Hold(List<string> broken, bool holds, string otherwise)
    {
        if (!holds)
            broken.Add(otherwise);
    }

    private static string At(int max) => max == 0 ? "" : $", {max} at most were expected";

    private static string Seconds(double seconds) => Figures.Fixed(seconds, 1);

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));
}
