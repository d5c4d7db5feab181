namespace ElasticMoE.Kernels.MatMul;

/// <summary>How activation rows are divided.</summary>
internal static unsafe class RowBlocks
{
    private const int RowsMin = 24;

    /// <summary>Rows of that size that fit in a cache of that size, but enough of them to use each weight loaded often.</summary>
    public static int RowsThatFit(int cacheBytes, long rowBytes) => (int)Math.Max(RowsMin, cacheBytes / Math.Max(1, rowBytes));

    /// <summary>Rows of the next tile when the rest is divided as evenly as possible: 7 rows in tiles of at most 6 are 4 and 3.</summary>
    public static int NextTile(int rowsLeft, int tileRowsMax)
    {
        int tiles = (rowsLeft + tileRowsMax - 1) / tileRowsMax;
        return (rowsLeft + tiles - 1) / tiles;
    }

    /// <summary>Copies the outputs that exist from rows of 16 to y.</summary>
    public static void CopyRagged(float* buffer, int rows, in MatMulCall call, float* y)
    {
        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(buffer + (row * PanelLayout.PanelRows), call.RaggedOutputs)
                .CopyTo(new Span<float>(y + (row * call.YStride), call.RaggedOutputs));
        }
    }
}
