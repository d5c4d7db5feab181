using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Runs one row times four panels side by side, each a stream of its own; block by block as in <see cref="QuantizedTileKernel{TBlock, TDots, TSums}"/>.
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
        TSums a = default, b = default, c = default, d = default;
        for (nint block = 0; block < blocks; block++)
        {
            sbyte* inputs = x;
            if (TDots.WidensInputs)
            {
                InputWidening.Widen<RowCounts.One>(x, 0, widened);
                inputs = widened;
            }

            byte* weights = panel + QuantizedPanel<TBlock>.WeightsOffset(block);
            byte* scales = panel + QuantizedPanel<TBlock>.ScalesOffset(block);
            WeightPrefetch.FetchBlocks<TBlock>(weights, stride);
            var row = new RowBlock(inputs, xScales[block], xSums[block]);
            AddBlock<TBlock, TDots, TSums>(ref a, weights, scales, row);
            AddBlock<TBlock, TDots, TSums>(ref b, weights + stride, scales + stride, row);
            AddBlock<TBlock, TDots, TSums>(ref c, weights + (2 * stride), scales + (2 * stride), row);
            AddBlock<TBlock, TDots, TSums>(ref d, weights + (3 * stride), scales + (3 * stride), row);
            x += PanelLayout.BlockInputs;
        }

        a.Store(tile.Y);
        b.Store(tile.Y + tile.YPanelStride);
        c.Store(tile.Y + (2 * tile.YPanelStride));
        d.Store(tile.Y + (3 * tile.YPanelStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock<TBlock, TDots, TSums>(ref TSums sums, byte* weights, byte* scales, RowBlock row)
        where TBlock : struct, IQuantizedBlock
        where TDots : struct, IBlockDots<TDots>
        where TSums : struct, IBlockSums<TSums>
    {
        TDots dots = TDots.Start(row.Sum, TBlock.BiasShift);
        AddGroupPair<TBlock, TDots>(ref dots, weights, row.Inputs);
        AddGroupPair<TBlock, TDots>(ref dots, weights + TBlock.GroupPairBytes, row.Inputs + GroupPairInputs);
        AddGroupPair<TBlock, TDots>(ref dots, weights + (2 * TBlock.GroupPairBytes), row.Inputs + (2 * GroupPairInputs));
        AddGroupPair<TBlock, TDots>(ref dots, weights + (3 * TBlock.GroupPairBytes), row.Inputs + (3 * GroupPairInputs));
        sums.AddBlock(dots, TSums.Scales((ushort*)scales), row.Scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGroupPair<TBlock, TDots>(ref TDots dots, byte* groupPair, sbyte* x)
        where TBlock : struct, IQuantizedBlock
        where TDots : struct, IBlockDots<TDots>
    {
        dots.AddProducts(TDots.First<TBlock>(groupPair), x);
        dots.AddProducts(TDots.Second<TBlock>(groupPair), x + (GroupPairInputs / 2));
    }

    /// <summary>One block of the row: its inputs (widened where the products want it), scale and sum.</summary>
    private readonly struct RowBlock(sbyte* inputs, float scale, int sum)
    {
        public readonly sbyte* Inputs = inputs;
        public readonly float Scale = scale;
        public readonly int Sum = sum;
    }
}
