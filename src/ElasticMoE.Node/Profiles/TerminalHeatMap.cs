using System.Globalization;
using System.Text;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Profiles;

/// <summary>
/// Draws routing counts as text: one row a domain, one cell an expert, as many layers side by side as fit; coloured where the stream is a
/// terminal, shaded characters elsewhere.
/// </summary>
internal sealed class TerminalHeatMap
{
    private const int RoomMin = 28, LabelMin = 8, LegendCellsMax = 24, ExpertsPerNumber = 8, TextColumnsMax = 100;

    private readonly RoutingCounts _counts;
    private readonly Palette _palette;
    private readonly string[] _labels;
    private readonly double _largest;
    private readonly int _columns, _labelColumns;
    private readonly HeatMapLayout _layout;

    public TerminalHeatMap(RoutingCounts counts, Palette palette, int columns)
    {
        (_counts, _palette, _columns) = (counts, palette, columns);
        _largest = Math.Max(counts.LargestShare(), double.Epsilon);
        _labels = [.. counts.Domains.Select(domain => TextWrap.Printable(domain).Replace('\n', ' '))];
        _labelColumns = Math.Min(_labels.Max(DisplayWidth.Of), Math.Max(LabelMin, Math.Min(columns / 3, columns - RoomMin - 2))) + 2;
        _layout = HeatMapLayout.Choose(counts.Experts, counts.Layers.Count, Math.Max(RoomMin, columns - _labelColumns));
    }

    /// <summary>Writes all layers, under a legend.</summary>
    public void Write(TextWriter output)
    {
        WriteLegend(output);
        for (int first = 0; first < _counts.Layers.Count; first += _layout.LayersAcross)
            WriteBand(output, [.. Enumerable.Range(first, Math.Min(_layout.LayersAcross, _counts.Layers.Count - first))]);
    }

    /// <summary>Writes one mixture layer, by its place among them, without a legend.</summary>
    public void WriteLayer(TextWriter output, int layer) => WriteBand(output, [layer]);

    /// <summary>One row of cells, without label and entropy.</summary>
    public string Cells(int domain, int layer)
    {
        var line = new StringBuilder();
        for (int expert = 0; expert < _counts.Experts; expert += _layout.ExpertsPerCell)
        {
            double share = 0;
            for (int e = expert; e < Math.Min(_counts.Experts, expert + _layout.ExpertsPerCell); e++)
                share = Math.Max(share, _counts.Share(domain, layer, e));
            line.Append(Cell(share / _largest, _layout.CellColumns));
        }
        return line.ToString();
    }

    private void WriteLegend(TextWriter output)
    {
        var ramp = new StringBuilder();
        int rampCells = Math.Clamp(_columns - 40, 8, LegendCellsMax);
        for (int cell = 0; cell < rampCells; cell++)
            ramp.Append(Cell((double)cell / (rampCells - 1), 1));
        output.WriteLine($"{_palette.Dim("share of choices  0 %")} {ramp} {_palette.Dim(Figures.Percent(_largest))}");
        string cells = _layout.ExpertsPerCell == 1 ? "one cell an expert" : $"one cell the busiest of {_layout.ExpertsPerCell} experts";
        string explanation = $"One row a domain, {cells}; beside it its entropy, 1 where all fire alike; above each layer the information between domain and expert.";
        foreach (string line in TextWrap.Lines(explanation, Math.Min(_columns, TextColumnsMax)))
            output.WriteLine(_palette.Dim(line));
    }

    private void WriteBand(TextWriter output, int[] layers)
    {
        output.WriteLine();
        WriteRow(output, "", layers, Heading);
        for (int domain = 0; domain < _counts.Domains.Count; domain++)
        {
            string label = DisplayWidth.Truncate(_labels[domain], _labelColumns - 2);
            WriteRow(output, label, layers, layer => $"{Padded(Cells(domain, layer))}  {_palette.Dim(Figures.Fixed(RoutingStatistics.Entropy(_counts, domain, layer), 3))}");
        }
        WriteRow(output, "", layers, _ => Padded(_palette.Dim(Numbers())) + new string(' ', HeatMapLayout.FigureColumns));
    }

    private void WriteRow(TextWriter output, string label, int[] layers, Func<int, string> part) => output.WriteLine(
        (DisplayWidth.PadRight(label, _labelColumns) + string.Join(new string(' ', HeatMapLayout.Gap), layers.Select(part))).TrimEnd());

    private string Heading(int layer)
    {
        string name = $"layer {_counts.Layers[layer]}", nats = $"{Figures.Fixed(RoutingStatistics.MutualInformationNats(_counts, layer), 3)} nats";
        int between = _layout.CellArea(_counts.Experts) + HeatMapLayout.FigureColumns - name.Length;
        return _palette.Bold(name) + _palette.Dim(nats.PadLeft(between));
    }

    /// <summary>Expert numbers below the cells.</summary>
    private string Numbers()
    {
        var numbers = new StringBuilder();
        for (int expert = 0; expert < _counts.Experts; expert += ExpertsPerNumber * _layout.ExpertsPerCell)
            numbers.Append(expert.ToString(CultureInfo.InvariantCulture).PadRight(ExpertsPerNumber * _layout.CellColumns));
        return numbers.ToString().TrimEnd();
    }

    private string Padded(string cells) => DisplayWidth.PadRight(cells, _layout.CellArea(_counts.Experts));

    private string Cell(double value, int width) => _palette.HasColour
        ? _palette.Over(HeatRamp.At(value), new string(' ', width))
        : new string(ShadeRamp.At(value), width);
}
