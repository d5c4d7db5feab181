using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>A report for people.</summary>
internal sealed class ChaosText(ChaosReport report, Palette palette)
{
    public void Write(TextWriter output)
    {
        output.WriteLine($"{palette.Bold(report.Scenario)}: {report.Summary}");
        output.WriteLine(palette.Dim($"{report.Cluster}; {report.Streams} streams; {report.Machine}"));
        output.WriteLine();
        WriteRounds(output);
        output.WriteLine();
        Line(output, "requests", $"{report.Requests}, {Count(report.FailedRequests)} failed");
        Line(output, "tokens", $"{Figures.Grouped(report.OutputTokens)}, {Count(report.DifferingTokens)} differ from the single process's");
        Line(output, "stall", $"{Ms(report.StallMsP50)} p50, {Ms(report.StallMsP99)} p99, {Ms(report.StallMsMax)} at most, after {report.Faults} faults{(report.PrefillMs is { } prefill ? $"; prefill takes {Ms(prefill)}" : "")}");
        Line(output, "throughput", $"{Rate(report.TokensPerSecondBefore)} before, {Rate(report.TokensPerSecondDuring)} during, {Rate(report.TokensPerSecondAfter)} tokens/s after");
        Line(output, "after/before", $"{Figures.Percent(report.RawShare)}{(report.EqualPaceShare is { } share ? $", {Figures.Percent(share)} at equal pace: clients and gateways took {Us(report.DoorUsBefore)} of processor time a token before, {Us(report.DoorUsAfter)} after" : "")}"
            + $"; undisturbed, stretches come to {Figures.Percent(report.UndisturbedShare)} at least{(report.Earlier is { } earlier ? $"; runs before this: {string.Join(", ", earlier.Select(run => Figures.Percent(run.Share)))}; mean of all: {Figures.Percent(report.MeanThroughput.Share)}" : "")}");
        Line(output, "redundancy", $"back after {Figures.Fixed(report.RedundancySeconds, 1)} s at most{(report.SettledSeconds >= 0.1 ? $"; all was as before {Figures.Fixed(report.SettledSeconds, 1)} s after the last round" : "")}");
        foreach (string unclaimed in report.Unclaimed)
            Line(output, "not claimed", unclaimed);
        foreach (string failure in report.Failures)
            Line(output, "failure", failure);
        if (report.Aborted is { } cause)
            output.WriteLine(palette.Bad($"it stopped itself: {cause}"));
        foreach (string broken in report.Broken)
            output.WriteLine(palette.Bad($"it didn't hold: {broken}"));
        if (report is { LacksThroughput: true, Broken.Count: 1, Aborted: null })
            output.WriteLine($"on a machine that is shared with others one run can't tell a loss of a twentieth; after 'emoe down' and 'emoe up --allow-chaos', --again runs it once more and judges the mean");
        if (report.Holds)
            output.WriteLine(palette.Good("the hypothesis held"));
    }

    private void WriteRounds(TextWriter output)
    {
        var table = new TextTable(TableColumn.Number("at"), new("fault"), TableColumn.Number("longest stall"), TableColumn.Number("whole after"));
        foreach (ChaosFaultReport round in report.Rounds)
            table.Add($"{Figures.Fixed(round.AtMs / 1000.0, 1)} s", round.What, Ms(round.StallMsMax), $"{Figures.Fixed(round.RedundancySeconds, 1)} s");
        table.Write(output, palette);
    }

    private string Count(int count) => count == 0 ? palette.Good("0") : palette.Bad($"{count}");

    private void Line(TextWriter output, string label, string text) => output.WriteLine($"{palette.Dim(label.PadRight(13))}{text}");

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));

    private static string Us(double? us) => $"{Figures.Fixed(us ?? 0, 0)} µs";

    private static string Rate(double tokens) => Figures.Fixed(tokens, 0);
}
