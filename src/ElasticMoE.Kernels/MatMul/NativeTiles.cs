
namespace ElasticMoE.Kernels.MatMul;

/// <summary>Tiles on 512-bit byte dot products, which only the native library has.</summary>
internal readonly unsafe struct NativeTiles<TBlock> : IQuantizedTiles
    where TBlock : struct, IQuantizedBlock
{
    public static int RowsMax => ByteDotLibrary.TileRowsMax;

    private static ByteDotFunctions Functions => typeof(TBlock) == typeof(Q8Block) ? ByteDotLibrary.Q8 : ByteDotLibrary.Q4;

    public static void Run(int rows, in QuantizedTile tile)
    {
        fixed (QuantizedTile* pinned = &tile)
            Functions.Tile(rows, pinned);
    }

    public static void RunRow(in QuantizedTile tile)
    {
        fixed (QuantizedTile* pinned = &tile)
            Functions.Row(pinned);
    }
}
