using System.Globalization;
using System.Net;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>A report as one page that needs nothing else: figures, and what streams felt over time with the faults marked.</summary>
internal sealed class ChaosPage(ChaosReport report)
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>TITLE</title>
        <style>
        body{font:15px/1.5 system-ui,sans-serif;max-width:1080px;margin:2em auto;padding:0 1em;color:#1c2330;background:#fff}
        h1{margin:0 0 .2em} p.what{color:#5b6472;margin:0 0 1.5em} code{background:#f0f2f5;padding:.1em .35em;border-radius:4px}
        .tiles{display:flex;flex-wrap:wrap;gap:12px;margin:1em 0} .tile{border:1px solid #dde2e9;border-radius:8px;padding:.6em 1em;min-width:8em}
        .tile b{display:block;font-size:1.35em} .tile span{color:#5b6472;font-size:.85em} .good b,.verdict.good{color:#0b7a3b} .bad b,.verdict.bad{color:#b3261e}
        table{border-collapse:collapse;margin:1em 0} td,th{padding:.25em .9em;text-align:left;border-bottom:1px solid #e7eaef} td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
        svg{width:100%;height:auto;display:block} svg text{font:11px system-ui,sans-serif;fill:#5b6472}
        </style></head><body>
        """;

    public void Write(TextWriter output)
    {
        output.WriteLine(Head.Replace("TITLE", Text($"chaos: {report.Scenario}"), StringComparison.Ordinal));
        output.WriteLine($"<h1>{Text(report.Scenario)}</h1><p class=\"what\">{Text(report.Summary)}. {Text(report.Started)}; {Text(report.Cluster)}; {report.Streams} streams; {Text(report.Machine)}.<br><code>{Text(report.Command)}</code></p>");
        output.WriteLine($"<p class=\"verdict {(report.Holds ? "good" : "bad")}\"><b>{(report.Holds ? "The hypothesis held." : Text(string.Join("; ", [.. report.Aborted is { } cause ? (string[])[$"It stopped itself: {cause}"] : [], .. report.Broken])))}</b></p>");
        Tiles(output);
        output.WriteLine("<h2>What streams felt</h2>");
        output.WriteLine(new TimelineChart(report).Draw());
        output.WriteLine("<p class=\"what\">Above, the longest gap between two tokens of one answer that ended in each moment; below, tokens a second. Red marks are faults, and what is shaded is the time until the cluster was whole again.</p>");
        Rounds(output);
        foreach (string line in report.Unclaimed)
            output.WriteLine($"<p class=\"what\">Not claimed: {Text(line)}.</p>");
        foreach (string failure in report.Failures)
            output.WriteLine($"<p><code>{Text(failure)}</code></p>");
        output.WriteLine("</body></html>");
    }

    private void Tiles(TextWriter output)
    {
        output.WriteLine("<div class=\"tiles\">");
        Tile(output, Figures.Grouped(report.Requests), "requests");
        Tile(output, $"{report.FailedRequests}", "failed", report.FailedRequests == 0);
        Tile(output, Figures.Grouped(report.OutputTokens), "tokens");
        Tile(output, $"{report.DifferingTokens}", "differ from the single process's", report.DifferingTokens == 0);
        Tile(output, $"{Ms(report.StallMsP50)} / {Ms(report.StallMsP99)} / {Ms(report.StallMsMax)}", $"stall p50 / p99 / max, {report.Faults} faults");
        Tile(output, $"{Whole(report.TokensPerSecondBefore)} / {Whole(report.TokensPerSecondDuring)} / {Whole(report.TokensPerSecondAfter)}", "tokens/s before / during / after");
        Tile(output, Figures.Percent(report.RawShare), "of tokens/s before, afterwards");
        if (report.EqualPaceShare is { } share)
            Tile(output, Figures.Percent(share), $"of it at equal pace: clients and gateways took {Whole(report.DoorUsBefore ?? 0)} µs a token before, {Whole(report.DoorUsAfter ?? 0)} µs after");
        Tile(output, Figures.Percent(report.UndisturbedShare), "slowest undisturbed stretch, of the rest");
        if (report.Earlier is { } earlier)
            Tile(output, Figures.Percent(report.MeanThroughput.Share), $"throughput afterwards in the mean of {earlier.Count + 1} runs, which is judged");
        Tile(output, $"{Figures.Fixed(report.RedundancySeconds, 1)} s", "to full redundancy, at most");
        if (report.PrefillMs is { } prefill)
            Tile(output, Ms(prefill), "prefill of what a router's loss costs");
        output.WriteLine("</div>");
    }

    private static void Tile(TextWriter output, string value, string label, bool? isGood = null) =>
        output.WriteLine($"<div class=\"tile{(isGood is { } good ? good ? " good" : " bad" : "")}\"><b>{Text(value)}</b><span>{Text(label)}</span></div>");

    private void Rounds(TextWriter output)
    {
        output.WriteLine("<h2>Faults</h2><table><tr><th class=\"n\">at</th><th>what</th><th class=\"n\">longest stall</th><th class=\"n\">whole after</th></tr>");
        foreach (ChaosFaultReport round in report.Rounds)
            output.WriteLine($"<tr><td class=\"n\">{Figures.Fixed(round.AtMs / 1000.0, 1)} s</td><td>{Text(round.What)}</td><td class=\"n\">{Ms(round.StallMsMax)}</td><td class=\"n\">{Figures.Fixed(round.RedundancySeconds, 1)} s</td></tr>");
        output.WriteLine("</table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Ms(double ms) => Figures.Duration(TimeSpan.FromMilliseconds(ms));

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
