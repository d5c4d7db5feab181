using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Runs up to four rows times one panel of stored blocks; a half's weights are unpacked once for all rows.</summary>
internal static unsafe class StoredTileKernel<TBlock, TLanes>
    where TBlock : struct, IStoredBlock
    where TLanes : struct, IByteLanes<TLanes>
{
    private const int HalfInputs = 16;

    /// <param name="rows">1 to 4.</param>
    /// <param name="tile">What to compute.</param>
    public static void Run(int rows, in QuantizedTile tile)
    {
        switch (rows)
        {
            case 1: Run<RowCounts.One>(tile); break;
            case 2: Run<RowCounts.Two>(tile); break;
            case 3: Run<RowCounts.Three>(tile); break;
            case 4: Run<RowCounts.Four>(tile); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRows>(in QuantizedTile tile)
        where TRows : struct, IRowCount
    {
        nint blocks = tile.Blocks, stride = blocks * PanelLayout.BlockInputs;
        byte* panel = tile.Panel;
        sbyte* x = tile.X;
        float* xScales = tile.XScales;
        int* xSums = tile.XSums;
        byte* ahead = tile.Ahead;
        nint blockBytes = blocks == 0 ? 0 : tile.PanelStride / blocks;
        TLanes a = default, b = default, c = default, d = default;
        for (nint block = 0; block < blocks; block++)
        {
            if (ahead != null)
            {
                WeightPrefetch.FetchStored(ahead, blockBytes);
                ahead += blockBytes;
            }

            TLanes na = default, nb = default, nc = default, nd = default;
            for (int half = 0; half < 2; half++)
            {
                sbyte* inputs = x + (half * HalfInputs);
                TBlock.Load(panel, block, half, out FourGroups<TLanes> groups);
                TLanes scales = TBlock.Scales<TLanes>(panel, block, half);
                na = AddHalf(na, groups, scales, inputs);
                if (TRows.Count > 1)
                    nb = AddHalf(nb, groups, scales, inputs + stride);
                if (TRows.Count > 2)
                    nc = AddHalf(nc, groups, scales, inputs + (2 * stride));
                if (TRows.Count > 3)
                    nd = AddHalf(nd, groups, scales, inputs + (3 * stride));
            }

            a = AddBlock(a, na, panel, block, (xSums[block], xScales[block]));
            if (TRows.Count > 1)
                b = AddBlock(b, nb, panel, block, (xSums[blocks + block], xScales[blocks + block]));
            if (TRows.Count > 2)
                c = AddBlock(c, nc, panel, block, (xSums[(2 * blocks) + block], xScales[(2 * blocks) + block]));
            if (TRows.Count > 3)
                d = AddBlock(d, nd, panel, block, (xSums[(3 * blocks) + block], xScales[(3 * blocks) + block]));
            x += PanelLayout.BlockInputs;
        }

        a.Store(tile.Y);
        if (TRows.Count > 1)
            b.Store(tile.Y + tile.YStride);
        if (TRows.Count > 2)
            c.Store(tile.Y + (2 * tile.YStride));
        if (TRows.Count > 3)
            d.Store(tile.Y + (3 * tile.YStride));
    }

    /// <summary>Adds the products of 16 inputs; of a format whose halves have scales, already scaled and without the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddHalf(TLanes numbers, FourGroups<TLanes> groups, TLanes scales, sbyte* x)
    {
        TLanes first = TLanes.AddPairs(TLanes.Products(groups.A, x), TLanes.Products(groups.B, x + 4));
        TLanes second = TLanes.AddPairs(TLanes.Products(groups.C, x + 8), TLanes.Products(groups.D, x + 12));
        TLanes sum = TBlock.PairsHoldHalf ? TLanes.Join(TLanes.AddPairs(first, second)) : TLanes.Add(TLanes.Join(first), TLanes.Join(second));
        return TBlock.ScalesHalves
            ? TLanes.Add(numbers, TLanes.Multiply(TLanes.Subtract(sum, TBlock.Bias * Sum(x)), scales))
            : TLanes.Add(numbers, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddBlock(TLanes sums, TLanes numbers, byte* panel, nint block, (int Sum, float Scale) x)
    {
        if (!TBlock.ScalesHalves && TBlock.Bias != 0)
            numbers = TLanes.Subtract(numbers, TBlock.Bias * x.Sum);
        if (TBlock.HasBlockScales)
            numbers = TLanes.Multiply(numbers, TBlock.Scales<TLanes>(panel, block, 0));
        sums = TLanes.MultiplyAdd(numbers, TBlock.FloatScales<TLanes>(panel, block), x.Scale, sums);
        return TBlock.SubtractMinima(panel, block, sums, x);
    }

    /// <summary>The sum of 16 activations: each plus 128 is a byte, and bytes are added eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sum(sbyte* x)
    {
        Vector128<ulong> sums = Sse2.SumAbsoluteDifferences(Vector128.Load((byte*)x) ^ Vector128.Create((byte)128), Vector128<byte>.Zero).AsUInt64();
        return (int)(sums.ToScalar() + sums.GetElement(1)) - (HalfInputs * 128);
    }
}
