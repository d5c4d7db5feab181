namespace ElasticMoE.Node.Profiles;

/// <summary>How a heat map's layers lie on a terminal.</summary>
/// <param name="CellColumns">Columns of a cell.</param>
/// <param name="ExpertsPerCell">Experts that share a cell; more than one only where a layer is wider than the terminal.</param>
/// <param name="LayersAcross">Layers side by side.</param>
internal readonly record struct HeatMapLayout(int CellColumns, int ExpertsPerCell, int LayersAcross)
{
    /// <summary>Columns between two layers.</summary>
    public const int Gap = 2;

    /// <summary>Columns of the figure beside a row of cells, with the space before it.</summary>
    public const int FigureColumns = 7;

    private const int SquareCell = 2, CellsMin = 20;

    /// <summary>The layout with the fewest lines, and of these the one with the widest cells.</summary>
    /// <param name="experts">Cells wanted in a row.</param>
    /// <param name="layers">Layers to place.</param>
    /// <param name="room">Columns beside the labels.</param>
    public static HeatMapLayout Choose(int experts, int layers, int room)
    {
        int square = Bands(experts, SquareCell, layers, room), narrow = Bands(experts, 1, layers, room);
        if (narrow == 0)
            return new(1, (experts + room - FigureColumns - 1) / (room - FigureColumns), 1);
        return square > 0 && square <= narrow
            ? new(SquareCell, 1, (layers + square - 1) / square)
            : new(1, 1, (layers + narrow - 1) / narrow);
    }

    /// <summary>Columns for the cells of one layer; its heading needs some where experts are few.</summary>
    public int CellArea(int experts) => Math.Max(CellsMin, (experts + ExpertsPerCell - 1) / ExpertsPerCell * CellColumns);

    /// <summary>Bands of layers below one another; 0 where not even one layer fits.</summary>
    private static int Bands(int experts, int cellColumns, int layers, int room)
    {
        int across = (room + Gap) / (Math.Max(CellsMin, experts * cellColumns) + FigureColumns + Gap);
        return across == 0 ? 0 : (layers + across - 1) / across;
    }
}
