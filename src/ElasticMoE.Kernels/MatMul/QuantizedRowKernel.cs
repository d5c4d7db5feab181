using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Runs one row times four panels side by side, each a stream of its own; block by block as in <see cref="QuantizedTileKernel{TBlock, TDots, TSums}"/>.
/// Within a block the panels take turns, so that their streams advance together and each group of inputs is read once for all four.
/// </summary>
internal static unsafe class QuantizedRowKernel
{
    /// <summary>Panels of a tile.</summary>
    public const int Panels = 4;

    private const int GroupPairInputs = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TBlock, TDots, TSums>(in QuantizedTile tile)
        where TBlock : struct, IQuantizedBlock
        where TDots : struct, IBlockDots<TDots>
        where TSums : struct, IBlockSums<TSums>
    {
        nint blocks = tile.Blocks;
        nint stride = tile.PanelStride;
        byte* panel = tile.Panel;
        sbyte* x = tile.X;
        float* xScales = tile.XScales;
        int* xSums = tile.XSums;
        sbyte* widened = tile.Widened;
        byte* ahead = panel + WeightPrefetch.RowAheadBytes<TBlock>();
        TSums a = default, b = default, c = default, d = default;
        for (nint block = 0; block < blocks; block++)
        {
            sbyte* inputs = x;
            if (TDots.WidensInputs)
            {
                InputWidening.Widen<RowCounts.One>(x, 0, widened);
                inputs = widened;
            }

            byte* pair = panel + QuantizedPanel<TBlock>.WeightsOffset(block);
            byte* scales = panel + QuantizedPanel<TBlock>.ScalesOffset(block);
            TDots dotsA = TDots.Start(xSums[block], TBlock.BiasShift);
            TDots dotsB = dotsA, dotsC = dotsA, dotsD = dotsA;
            if (block % 2 == 0)
                WeightPrefetch.FetchLine(ref ahead, stride);
            for (int group = 0; group < PanelLayout.BlockInputs; group += GroupPairInputs)
            {
                WeightPrefetch.FetchGroupPairs<TBlock>(ref ahead, stride);
                AddGroupPair<TBlock, TDots>(ref dotsA, pair, inputs + group);
                AddGroupPair<TBlock, TDots>(ref dotsB, pair + stride, inputs + group);
                AddGroupPair<TBlock, TDots>(ref dotsC, pair + (2 * stride), inputs + group);
                AddGroupPair<TBlock, TDots>(ref dotsD, pair + (3 * stride), inputs + group);
                pair += TBlock.GroupPairBytes;
            }

            a.AddBlock(dotsA, TSums.Scales((ushort*)scales), xScales[block]);
            b.AddBlock(dotsB, TSums.Scales((ushort*)(scales + stride)), xScales[block]);
            c.AddBlock(dotsC, TSums.Scales((ushort*)(scales + (2 * stride))), xScales[block]);
            d.AddBlock(dotsD, TSums.Scales((ushort*)(scales + (3 * stride))), xScales[block]);
            x += PanelLayout.BlockInputs;
        }

        a.Store(tile.Y);
        b.Store(tile.Y + tile.YPanelStride);
        c.Store(tile.Y + (2 * tile.YPanelStride));
        d.Store(tile.Y + (3 * tile.YPanelStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroupPair<TBlock, TDots>(ref TDots dots, byte* groupPair, sbyte* x)
        where TBlock : struct, IQuantizedBlock
        where TDots : struct, IBlockDots<TDots>
    {
        dots.AddProducts(TDots.First<TBlock>(groupPair), x);
        dots.AddProducts(TDots.Second<TBlock>(groupPair), x + (GroupPairInputs / 2));
    }
}
