using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Inspection;

/// <summary>A model's description for people.</summary>
internal sealed class ModelPage(ModelReport report, Palette palette)
{
    private const int UnusedShownMax = 10;

    public void Write(TextWriter output)
    {
        output.WriteLine($"{palette.Bold(report.Model)}  {report.Architecture}");
        WriteShape(output);
        output.WriteLine();
        WriteParts(output);
        output.WriteLine();
        WriteCost(output);
        WriteUnused(output);
    }

    private void WriteShape(TextWriter output)
    {
        string shared = report.SharedExpertWidth > 0 ? $", and a shared one of width {report.SharedExpertWidth}" : "";
        Line(output, "layers", $"{report.Layers}, of which {report.MixtureLayers} are mixtures; hidden size {report.HiddenSize}");
        if (report.MixtureLayers > 0)
        {
            Line(output, "experts", $"{report.Experts} a layer of width {report.ExpertWidth}, of which {report.ActiveExperts} fire{shared}");
            Line(output, "routing", report.Routing);
        }
        Line(output, "attention", report.Attention);
        Line(output, "vocabulary", $"{Figures.Grouped(report.VocabularySize)} tokens, up to {Figures.Grouped(report.MaxPositions)} positions");
        Line(output, "files", $"{report.Files}, {Figures.Bytes(report.FileBytes)}: "
            + string.Join(", ", report.BytesByType.Select(type => $"{type.Key} {Figures.Bytes(type.Value)}")));
    }

    private void WriteParts(TextWriter output)
    {
        var table = new TextTable("part", TableColumn.Number("parameters"), TableColumn.Number("share"), TableColumn.Number("active"), TableColumn.Number("share"));
        foreach (PartReport part in report.Parts.Where(part => part.Parameters > 0 || part.ActiveParameters > 0))
            AddRow(table, part.Part, part.Parameters, part.ActiveParameters);
        AddRow(table, palette.Bold("total"), report.TotalParameters, report.ActiveParameters);
        table.Write(output, palette, "  ");
    }

    private void AddRow(TextTable table, string part, long parameters, long active) => table.Add(
        part,
        Figures.Grouped(parameters),
        Figures.Percent((double)parameters / report.TotalParameters),
        Figures.Grouped(active),
        Figures.Percent((double)active / report.ActiveParameters));

    private void WriteCost(TextWriter output)
    {
        Line(output, "active", $"{palette.Bold(Figures.Percent((double)report.ActiveParameters / report.TotalParameters))} of all parameters per token");
        Line(output, "compute", $"{Figures.Count(report.FlopsPerToken)} FLOPs per token, {Figures.Count(report.FlopsPerTokenAtMaxPositions)} at position {Figures.Grouped(report.MaxPositions)}");
        Line(output, "cache", $"{Figures.Bytes(report.CacheBytesPerPosition)} per position");
    }

    private void WriteUnused(TextWriter output)
    {
        if (report.UnusedTensors.Count == 0)
        {
            Line(output, "unused", "no tensor");
            return;
        }
        Line(output, "unused", palette.Warn($"{report.UnusedTensors.Count} tensors play no part:"));
        foreach (string name in report.UnusedTensors.Take(UnusedShownMax))
            output.WriteLine($"    {name}");
        if (report.UnusedTensors.Count > UnusedShownMax)
            output.WriteLine($"    and {report.UnusedTensors.Count - UnusedShownMax} more");
    }

    private void Line(TextWriter output, string label, string text) => output.WriteLine($"  {palette.Dim(label.PadRight(11))}{text}");
}
