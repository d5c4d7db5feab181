using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Runs one tile: for every block in ascending order the exact integer sums, then acc = fma((float)sum, dw · dx, acc).</summary>
internal static unsafe class QuantizedTileKernel<TBlock, TDots, TSums>
    where TBlock : struct, IQuantizedBlock
    where TDots : struct, IBlockDots<TDots>
    where TSums : struct, IBlockSums<TSums>
{
    private const int GroupPairInputs = 8;

    /// <param name="rows">1 to 6.</param>
    /// <param name="tile">What to compute.</param>
    public static void Run(int rows, in QuantizedTile tile)
    {
        switch (rows)
        {
            case 1: Run<RowCounts.One>(tile); break;
            case 2: Run<RowCounts.Two>(tile); break;
            case 3: Run<RowCounts.Three>(tile); break;
            case 4: Run<RowCounts.Four>(tile); break;
            case 5: Run<RowCounts.Five>(tile); break;
            case 6: Run<RowCounts.Six>(tile); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRows>(in QuantizedTile tile)
        where TRows : struct, IRowCount
    {
        nint blocks = tile.Blocks;
        nint xStride = blocks * PanelLayout.BlockInputs;
        sbyte* x = tile.X;
        byte* panel = tile.Panel;
        float* xScales = tile.XScales;
        int* xSums = tile.XSums;
        byte* ahead = tile.Ahead;
        bool aheadWhole = tile.AheadWhole;
        sbyte* widened = tile.Widened;
        nint stride = TDots.WidensInputs ? InputWidening.BlockBytes : xStride;
        var sums = BlockSumsOfRows<TSums, TRows>.Zero();
        for (nint block = 0; block < blocks; block++)
        {
            if (ahead != null)
                WeightPrefetch.FetchBlock<TBlock>(ref ahead, aheadWhole);

            sbyte* inputs = x;
            if (TDots.WidensInputs)
            {
                InputWidening.Widen<TRows>(x, xStride, widened);
                inputs = widened;
            }

            byte* pair = panel + QuantizedPanel<TBlock>.WeightsOffset(block);
            TSums scales = TSums.Scales((ushort*)(panel + QuantizedPanel<TBlock>.ScalesOffset(block)));
            var dots = BlockDotsOfRows<TDots, TRows>.Start(TBlock.BiasShift, xSums + block, blocks);
            AddGroupPair(ref dots, pair, inputs, stride);
            AddGroupPair(ref dots, pair + TBlock.GroupPairBytes, inputs + GroupPairInputs, stride);
            AddGroupPair(ref dots, pair + (2 * TBlock.GroupPairBytes), inputs + (2 * GroupPairInputs), stride);
            AddGroupPair(ref dots, pair + (3 * TBlock.GroupPairBytes), inputs + (3 * GroupPairInputs), stride);
            sums.AddBlock(dots, scales, xScales + block, blocks);
            x += PanelLayout.BlockInputs;
        }

        sums.Store(tile.Y, tile.YStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroupPair<TRows>(ref BlockDotsOfRows<TDots, TRows> dots, byte* groupPair, sbyte* x, nint xStride)
        where TRows : struct, IRowCount
    {
        dots.AddProducts(TDots.First<TBlock>(groupPair), x, xStride);
        dots.AddProducts(TDots.Second<TBlock>(groupPair), x + (GroupPairInputs / 2), xStride);
    }
}
