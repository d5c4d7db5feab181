using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>Runs of many scenarios as a page of Markdown: what they were run on, a table, what didn't hold or isn't claimed, and the commands.</summary>
internal sealed class ChaosSummary(ChaosRuns all)
{
    private const string Head = "| scenario | faults | requests | failed | tokens that differ | stall p50, p99, max | bound of p99 | tokens/s before, during, after | after of before | at equal pace | A/A | mean of runs | whole again after | then as before after | held |";

    public void Write(TextWriter output)
    {
        output.WriteLine("# What chaos runs found");
        output.WriteLine();
        foreach (IGrouping<string, ChaosReport> place in all.Runs.GroupBy(run => $"{run.Cluster}; {run.Streams} streams. {run.Machine}."))
            output.WriteLine($"{place.Key} {(all.Runs.Count == place.Count() ? "" : string.Join(", ", place.Select(run => run.Scenario)))}".TrimEnd());
        output.WriteLine();
        output.WriteLine(Head);
        output.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Head.Count(letter => letter == '|') - 1))}");
        foreach (ChaosReport run in all.Runs)
            output.WriteLine(Row(run));
        output.WriteLine();
        output.WriteLine("Stalls, shares at equal pace and A/A are defined in [chaos.md](chaos.md).");
        List("What did not hold", run => [.. run.Aborted is { } cause ? (string[])[$"it stopped itself: {cause}"] : [], .. run.Broken], output);
        List("What is not claimed", run => run.Unclaimed, output);
        output.WriteLine();
        output.WriteLine("## Commands");
        output.WriteLine();
        output.WriteLine("```sh");
        foreach (ChaosReport run in all.Runs)
            output.WriteLine($"{run.Command}   # {run.Started}");
        output.WriteLine("```");
    }

    private static string Row(ChaosReport run)
    {
        string[] cells =
        [
            run.Scenario, $"{run.Faults}", Figures.Grouped(run.Requests), $"{run.FailedRequests}", $"{run.DifferingTokens}",
            $"{Ms(run.StallMsP50)}, {Ms(run.StallMsP99)}, {Ms(run.StallMsMax)}", run.StallMsP99Bound is { } bound ? Ms(bound) : "",
            $"{Rate(run.TokensPerSecondBefore)}, {Rate(run.TokensPerSecondDuring)}, {Rate(run.TokensPerSecondAfter)}",
            Figures.Percent(run.RawShare), run.EqualPaceShare is { } share ? Figures.Percent(share) : "", Figures.Percent(run.UndisturbedShare), Mean(run),
            $"{Figures.Fixed(run.RedundancySeconds, 1)} s", $"{Figures.Fixed(run.SettledSeconds, 1)} s", run.Holds ? "yes" : "**no**",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    /// <summary>What is judged where a scenario was run more than once, and of which runs.</summary>
    private static string Mean(ChaosReport run) =>
        run.Earlier is { } earlier ? $"{Figures.Percent(run.MeanThroughput.Share)} ({string.Join(", ", earlier.Append(run.Throughput).Select(one => Figures.Percent(one.Share)))})" : "";

    private void List(string heading, Func<ChaosReport, IReadOnlyList<string>> of, TextWriter output)
    {
        ChaosReport[] runs = [.. all.Runs.Where(run => of(run).Count > 0)];
        if (runs.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine($"## {heading}");
        output.WriteLine();
        foreach (ChaosReport run in runs)
            output.WriteLine($"- {run.Scenario}: {string.Join("; ", of(run))}.");
    }

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));

    private static string Rate(double tokens) => Figures.Fixed(tokens, 0);
}
