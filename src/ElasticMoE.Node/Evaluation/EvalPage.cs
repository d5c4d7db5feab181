using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Evaluation;

/// <summary>An evaluation's result for people.</summary>
internal sealed class EvalPage(EvalReport report, Palette palette)
{
    private const int BarColumns = 20;

    public void Write(TextWriter output)
    {
        output.WriteLine($"{palette.Bold(report.Model)}  weights {report.Format}");
        var table = new TextTable("domain", TableColumn.Number("exact"), TableColumn.Number("of"), TableColumn.Number("share"), "",
            TableColumn.Number("held out"), TableColumn.Number("of"));
        foreach ((string domain, ExactCount count) in report.Domains)
            AddRow(table, domain, count, report.HeldOutDomains.GetValueOrDefault(domain) ?? new ExactCount(0, 0));
        AddRow(table, palette.Bold("all"), report.Total, report.HeldOut);
        table.Write(output, palette, "  ");
        if (report.Golden is { } golden)
            output.WriteLine($"  reference continuations: {Mark(golden.Equal == golden.N, $"{golden.Equal} of {golden.N} reproduced token by token")}");
        output.WriteLine(palette.Dim($"  {Figures.Grouped(report.OutputTokens)} tokens in {Figures.Duration(TimeSpan.FromSeconds(report.ElapsedSeconds))}, "
            + $"{Figures.Fixed(report.OutputTokens / report.ElapsedSeconds, 0)} tokens/s"));
    }

    private void AddRow(TextTable table, string domain, ExactCount all, ExactCount heldOut)
    {
        double share = all.N == 0 ? 0 : (double)all.Exact / all.N;
        int filled = (int)(share * BarColumns);
        string bar = palette.Accent(new string('█', filled)) + palette.Dim(new string('░', BarColumns - filled));
        table.Add(domain, $"{all.Exact}", $"{all.N}", Figures.Percent(share), bar, $"{heldOut.Exact}", $"{heldOut.N}");
    }

    private string Mark(bool good, string text) => good ? palette.Good(text) : palette.Warn(text);
}
