using System.Globalization;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Pace;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Chaos.Scoring;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>Makes a report of what happened.</summary>
/// <param name="scenario">What was run.</param>
/// <param name="options">How.</param>
/// <param name="cluster">Model and members, in words.</param>
internal sealed class ChaosReporter(ChaosScenario scenario, ChaosOptions options, string cluster)
{
    private const int SliceMs = 200, FailuresMax = 5;

    public ChaosReport Describe(ChaosRecord record, DateTimeOffset started)
    {
        ChaosAnswer[] failed = [.. record.Answers.Where(answer => answer.Failure is not null)];
        double[][] stalls = [.. record.Rounds.Select((round, i) => StallScore.After(record.Answers, round.AtUs, i + 1 < record.Rounds.Count ? record.Rounds[i + 1].AtUs : long.MaxValue))];
        double[] all = [.. stalls.SelectMany(stall => stall).Order()];
        ChaosFaultReport[] rounds = [.. record.Rounds.Select((round, i) => new ChaosFaultReport(round.What, Ms(round.AtUs), Ms(round.OverUs), Math.Round(stalls[i].DefaultIfEmpty().Max(), 1)))];
        var flow = new TokenFlow(record.Answers);
        var pace = new MachinePace(record.Pace);
        var paced = new PacedThroughput(flow, pace);
        long endUs = record.Answers.Select(answer => answer.HeardUs).DefaultIfEmpty().Max();
        var found = new ChaosReport
        {
            Scenario = scenario.Name,
            Summary = scenario.Summary,
            Command = options.Command,
            Started = started.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Machine = MachineInfo.Read().ToString(),
            Cluster = cluster,
            Streams = options.Streams,
            Requests = record.Answers.Count,
            FailedRequests = failed.Length,
            DifferingTokens = record.Answers.Sum(record.Differing),
            OutputTokens = record.Answers.Sum(answer => answer.Tokens.Count),
            StallMsP50 = Math.Round(Quantile.Of(all, 0.5), 1),
            StallMsP99 = Math.Round(Quantile.Of(all, 0.99), 1),
            StallMsMax = Math.Round(Quantile.Of(all, 1), 1),
            Faults = rounds.Length,
            RedundancySeconds = rounds.Select(round => round.RedundancySeconds).DefaultIfEmpty().Max(),
            TokensPerSecondBefore = Math.Round(flow.PerSecond(record.Before), 1),
            TokensPerSecondDuring = Math.Round(record.Rounds.Count == 0 ? 0 : flow.PerSecond((record.Rounds[0].AtUs, record.Rounds[^1].OverUs)), 1),
            TokensPerSecondAfter = Math.Round(flow.PerSecond(record.After), 1),
            DoorUsBefore = Rounded(paced.DoorUs(record.Before), 1),
            DoorUsAfter = Rounded(paced.DoorUs(record.After), 1),
            EqualPaceShare = pace.IsKnown ? Rounded(paced.Share(record.Before, record.After), 3) : null,
            UndisturbedShare = Rounded(paced.LowestShare(record.Before, record.After.ToUs - record.After.FromUs), 3) ?? 0,
            Earlier = options.Earlier.Count > 0 ? options.Earlier : null,
            SettledSeconds = Math.Round(record.SettledUs / 1e6, 1),
            PrefillMs = record.PrefillMs is { } prefill ? Math.Round(prefill, 1) : null,
            Aborted = record.Aborted,
            Broken = record.Broken,
            Unclaimed = [],
            Failures = [.. failed.Take(FailuresMax).Select(answer => answer.Failure!)],
            Rounds = rounds,
            Timeline = flow.Slices(endUs, SliceMs),
        };
        return ChaosVerdict.Judge(found, scenario.Hypothesis, options.Steady);
    }

    private static double? Rounded(double? value, int digits) => value is { } known ? Math.Round(known, digits) : null;

    private static int Ms(long us) => (int)(us / 1000);
}
