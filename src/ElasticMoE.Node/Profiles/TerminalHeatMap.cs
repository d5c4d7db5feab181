using System.Text;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Profiles;

/// <summary>
/// Draws routing counts as text: one block a layer, one row a domain, one cell an expert; coloured where the stream is a terminal,
/// shaded characters elsewhere.
/// </summary>
internal sealed class TerminalHeatMap(RoutingCounts counts, Palette palette, int columns)
{
    private const int EntropyColumns = 9;

    private readonly double _largest = Math.Max(counts.LargestShare(), double.Epsilon);
    private readonly int _labelColumns = counts.Domains.Max(DisplayWidth.Of) + 4;

    public void Write(TextWriter output)
    {
        for (int layer = 0; layer < counts.Layers.Count; layer++)
        {
            output.WriteLine($"{palette.Bold($"layer {counts.Layers[layer]}")}  "
                + palette.Dim($"information between domain and expert {Figures.Fixed(RoutingStatistics.MutualInformationNats(counts, layer), 3)} nats"));
            for (int domain = 0; domain < counts.Domains.Count; domain++)
                output.WriteLine(Line(domain, layer));
            output.WriteLine($"{new string(' ', _labelColumns)}{palette.Dim(Scale())}");
        }
    }

    /// <summary>One row of cells, without label and entropy.</summary>
    public string Cells(int domain, int layer)
    {
        int width = CellColumns(), merged = ExpertsPerCell();
        var line = new StringBuilder();
        for (int expert = 0; expert < counts.Experts; expert += merged)
        {
            double share = 0;
            for (int e = expert; e < Math.Min(counts.Experts, expert + merged); e++)
                share = Math.Max(share, counts.Share(domain, layer, e));
            line.Append(Cell(share / _largest, width));
        }
        return line.ToString();
    }

    private string Line(int domain, int layer)
    {
        string entropy = Figures.Fixed(RoutingStatistics.Entropy(counts, domain, layer), 3);
        return $"{DisplayWidth.PadRight("  " + counts.Domains[domain], _labelColumns)}{Cells(domain, layer)}  {palette.Dim(entropy)}";
    }

    private string Cell(double value, int width) => palette.HasColour
        ? palette.Over(HeatRamp.At(value), new string(' ', width))
        : new string(ShadeRamp.At(value), width);

    /// <summary>Expert numbers below the cells, every eighth.</summary>
    private string Scale()
    {
        var scale = new StringBuilder();
        int width = CellColumns(), merged = ExpertsPerCell();
        for (int expert = 0; expert < counts.Experts; expert += 8 * merged)
            scale.Append(expert.ToString(System.Globalization.CultureInfo.InvariantCulture).PadRight(8 * width));
        return scale.ToString().TrimEnd();
    }

    private int CellColumns() => counts.Experts * 2 <= Room() ? 2 : 1;

    private int ExpertsPerCell() => (counts.Experts + Room() - 1) / Room();

    private int Room() => Math.Max(16, columns - _labelColumns - EntropyColumns);
}
