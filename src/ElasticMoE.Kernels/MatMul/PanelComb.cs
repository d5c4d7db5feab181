namespace ElasticMoE.Kernels.MatMul;

/// <summary>The panels of one tile: the first, and how many panels further each next one is.</summary>
internal readonly record struct PanelComb(int First, int Stride)
{
    /// <summary>Panels side by side.</summary>
    public static PanelComb Neighbours(int first) => new(first, 1);

    /// <summary>
    /// Tile <paramref name="tile"/> of <paramref name="tiles"/> that share the panels so that each of a tile's panels belongs to a stretch of
    /// its own, which the tiles read from its beginning to its end: a few long streams, which memory serves faster than many short ones.
    /// </summary>
    public static PanelComb Apart(int tile, int tiles) => new(tile, tiles);
}
