using System.Text;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Profiles;

/// <summary>
/// A small picture of one domain's firing: experts across, layers down, two layers to a line of text by half blocks in colour, one line a
/// layer in shades without. Experts and layers beyond the room share a cell, which then shows the busiest of them.
/// </summary>
internal sealed class FiringThumbnail
{
    private const int ColumnsMax = 32, LayersMax = 12;

    private readonly RoutingCounts _counts;
    private readonly Palette _palette;
    private readonly int _expertsPerCell, _layersPerCell;

    public FiringThumbnail(RoutingCounts counts, Palette palette)
    {
        _counts = counts;
        _palette = palette;
        _expertsPerCell = (counts.Experts + ColumnsMax - 1) / ColumnsMax;
        _layersPerCell = Math.Max(1, (counts.Layers.Count + LayersMax - 1) / LayersMax);
        Columns = (counts.Experts + _expertsPerCell - 1) / _expertsPerCell;
    }

    /// <summary>Columns of every line.</summary>
    public int Columns { get; }

    private int CellRows => (_counts.Layers.Count + _layersPerCell - 1) / _layersPerCell;

    public IReadOnlyList<string> Lines(int domain)
    {
        double largest = Math.Max(Largest(domain), double.Epsilon);
        var lines = new List<string>();
        for (int row = 0; row < CellRows; row += _palette.HasColour ? 2 : 1)
            lines.Add(_palette.HasColour ? HalfBlocks(domain, row, largest) : Shaded(domain, row, largest));
        return lines;
    }

    private string HalfBlocks(int domain, int row, double largest)
    {
        var line = new StringBuilder();
        for (int cell = 0; cell < Columns; cell++)
        {
            string upper = _palette.Paint(HeatRamp.At(Value(domain, row, cell) / largest), "▀");
            line.Append(row + 1 < CellRows ? _palette.Over(HeatRamp.At(Value(domain, row + 1, cell) / largest), upper) : upper);
        }
        return line.ToString();
    }

    private string Shaded(int domain, int row, double largest)
    {
        var line = new StringBuilder();
        for (int cell = 0; cell < Columns; cell++)
            line.Append(ShadeRamp.At(Value(domain, row, cell) / largest));
        return line.ToString();
    }

    private double Largest(int domain)
    {
        double largest = 0;
        for (int row = 0; row < CellRows; row++)
        {
            for (int cell = 0; cell < Columns; cell++)
                largest = Math.Max(largest, Value(domain, row, cell));
        }
        return largest;
    }

    private double Value(int domain, int row, int cell)
    {
        double largest = 0;
        for (int layer = row * _layersPerCell; layer < Math.Min(_counts.Layers.Count, (row + 1) * _layersPerCell); layer++)
        {
            for (int expert = cell * _expertsPerCell; expert < Math.Min(_counts.Experts, (cell + 1) * _expertsPerCell); expert++)
                largest = Math.Max(largest, _counts.Share(domain, layer, expert));
        }
        return largest;
    }
}
