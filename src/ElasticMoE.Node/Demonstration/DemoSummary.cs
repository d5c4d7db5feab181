using ElasticMoE.Model.Configuration;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>What is shown when all questions are answered.</summary>
internal sealed class DemoSummary(DemoResult result, Palette palette, int columns)
{
    private const int WidthMax = 118;

    public void Write(TextWriter output, string modelName, ModelConfig config)
    {
        WriteBatch(output);
        WriteFailover(output);
        WriteSteps(output);
        if (result.Routing.Layers.Count > 0)
            WriteRouting(output);
        Heading(output, "What one token uses");
        new SizeComparison(modelName, config).Write(output, palette);
        WriteTotals(output);
    }

    private void WriteBatch(TextWriter output)
    {
        Heading(output, $"The same {result.Answers.Count} prompts at once");
        DemoBatch batch = result.Batch;
        string same = $"{batch.DifferingTokens} of {batch.OutputTokens} tokens differ";
        output.WriteLine($"  {(batch.DifferingTokens == 0 ? palette.Good(same) : palette.Bad(same))} from the answers given alone; "
            + $"{Figures.Fixed(batch.TokensPerS, 0)} tokens/s instead of {Figures.Fixed(result.AloneTokensPerS, 0)}.");
    }

    private void WriteFailover(TextWriter output)
    {
        DemoFailover failover = result.Failover;
        Heading(output, $"And on {failover.Nodes} nodes, one of them killed in mid-answer");
        output.WriteLine($"  Every expert is awake on one node and has a standby on another. Node {failover.Victim} (process {failover.VictimPid}) was killed after "
            + $"{failover.TokensBefore} of {failover.OutputTokens} tokens.");
        string failed = $"{failover.Failed} of {failover.Requests} requests failed", same = $"{failover.DifferingTokens} of {failover.OutputTokens} tokens differ";
        output.WriteLine($"  {(failover.Failed == 0 ? palette.Good(failed) : palette.Bad(failed))}, {(failover.DifferingTokens == 0 ? palette.Good(same) : palette.Bad(same))}"
            + $" from the single process's. Streams stalled for {Ms(failover.Stall(0.5))} (median), {Ms(failover.Stall(1))} at most;");
        output.WriteLine($"  every expert was in memory twice again after {Figures.Duration(TimeSpan.FromSeconds(failover.RedundancySeconds))}.");
    }

    private void WriteSteps(TextWriter output)
    {
        Heading(output, "What was done to the cluster while it answered");
        var table = new TextTable(new("done"), new("outcome"), TableColumn.Number("took"), TableColumn.Number("requests"), TableColumn.Number("failed"), TableColumn.Number("tokens that differ"));
        Row(table, $"kill node {result.Failover.Victim}", "its experts answer elsewhere", result.Failover.RedundancySeconds, (result.Failover.Requests, result.Failover.Failed, result.Failover.DifferingTokens));
        foreach (DemoStep step in result.Steps)
            Row(table, step.What, step.Outcome, step.Seconds, (step.Requests, step.Failed, step.DifferingTokens));
        table.Write(output, palette, "  ");
        int tokens = result.Failover.OutputTokens + result.Steps.Sum(step => step.OutputTokens), differing = result.Failover.DifferingTokens + result.Steps.Sum(step => step.DifferingTokens);
        string same = $"{differing} of {tokens} tokens differ";
        output.WriteLine($"  {(differing == 0 ? palette.Good(same) : palette.Bad(same))} from the single process's.");
    }

    private void Row(TextTable table, string done, string outcome, double seconds, (int Requests, int Failed, int Differing) counts) => table.Add(
        done,
        outcome,
        Figures.Duration(TimeSpan.FromSeconds(seconds)),
        $"{counts.Requests}",
        counts.Failed == 0 ? palette.Good("0") : palette.Bad($"{counts.Failed}"),
        counts.Differing == 0 ? palette.Good("0") : palette.Bad($"{counts.Differing}"));

    /// <summary>The layer whose experts tell most about the domain.</summary>
    private void WriteRouting(TextWriter output)
    {
        Heading(output, "Which experts each domain uses");
        int layer = Enumerable.Range(0, result.Routing.Layers.Count).MaxBy(l => RoutingStatistics.MutualInformationNats(result.Routing, l));
        var map = new StringWriter { NewLine = "\n" };
        new TerminalHeatMap(result.Routing, palette, Math.Min(columns, WidthMax) - 2).WriteLayer(map, layer);
        foreach (string line in map.ToString().Trim('\n').Split('\n'))
            output.WriteLine($"  {line}");
    }

    private void WriteTotals(TextWriter output)
    {
        Heading(output, "Summary");
        int failed = result.FailedRequests;
        Line(output, "answers", $"{result.Requests} requests, {(failed == 0 ? palette.Good("0 failed") : palette.Bad($"{failed} failed"))}"
            + (result.Expected > 0 ? $"; {result.Exact} of {result.Expected} as expected" : ""));
        Line(output, "speed", $"{Figures.Grouped(result.OutputTokens)} tokens one after the other at {Figures.Fixed(result.AloneTokensPerS, 0)} tokens/s, "
            + $"batched at {Figures.Fixed(result.Batch.TokensPerS, 0)} tokens/s");
        Line(output, "latency", $"first token after {Ms(result.Percentile(answer => answer.FirstTokenMs, 0.5))} (median), "
            + $"longest stall with a node killed {Ms(result.Failover.Stall(1))}, model loaded in {Ms(result.LoadMs)}");
    }

    private void Heading(TextWriter output, string text)
    {
        output.WriteLine();
        output.WriteLine($"  {palette.Bold(text)} {palette.Dim(new string('─', Math.Max(0, Math.Min(columns - 1, WidthMax) - 3 - text.Length)))}");
    }

    private void Line(TextWriter output, string label, string text) => output.WriteLine($"  {palette.Dim(label.PadRight(9))}{text}");

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));
}
