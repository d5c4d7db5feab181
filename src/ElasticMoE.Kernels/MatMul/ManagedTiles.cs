namespace ElasticMoE.Kernels.MatMul;

/// <summary>Tiles on what .NET has intrinsics for.</summary>
internal readonly struct ManagedTiles<TBlock, TDots, TSums> : IQuantizedTiles
    where TBlock : struct, IQuantizedBlock
    where TDots : struct, IBlockDots<TDots>
    where TSums : struct, IBlockSums<TSums>
{
    public static int RowsMax => TDots.TileRowsMax;

    public static void Run(int rows, in QuantizedTile tile) => QuantizedTileKernel<TBlock, TDots, TSums>.Run(rows, tile);

    public static void RunRow(in QuantizedTile tile) => QuantizedRowKernel.Run<TBlock, TDots, TSums>(tile);
}
