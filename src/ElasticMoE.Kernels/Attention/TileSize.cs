namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// How many rows are worked on together. Keys and values are read once per tile, and its scores should stay in the processor's cache.
/// </summary>
internal static class TileSize
{
    /// <summary>Rows whose scores lie together in the scratch memory: as many as one product takes.</summary>
    public const int GroupRows = 4;

    /// <summary>Panels over which a product of weights and values goes in one piece.</summary>
    public const int ValuePanels = 4;

    private const int RowsMin = 8;
    private const int RowsMax = 16;

    // 1 MiB, the size of a core's second-level cache on the machines this was tuned on.
    private const int ScoreFloatsMax = 1 << 18;

    /// <summary>Rows of a tile whose tokens see this many positions, rounded up to whole panels.</summary>
    public static int Rows(int positions) => Math.Clamp(ScoreFloatsMax / positions / RowsMin * RowsMin, RowsMin, RowsMax);

    /// <summary>The most floats that the scores of a tile take, for any number of positions up to this one.</summary>
    public static long ScoreFloats(long positions, int rows) => Math.Min(
        Math.Min(rows, RowsMax) * positions,
        Math.Max(ScoreFloatsMax, Math.Min(rows, RowsMin) * positions));

    /// <summary>The most rows of a tile.</summary>
    public static int RowsOf(int rows) => Math.Min(rows, RowsMax);
}
