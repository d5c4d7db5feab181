using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// Runs one tile: y[r, n] = fma(w[n, k], x[r, k], y[r, n]) for the tile's inputs in ascending order, all rows and outputs of the tile side by
/// side in registers.
/// </summary>
internal static unsafe class FloatTileKernel<TPanel, TLanes>
    where TPanel : struct, IFloatPanel
    where TLanes : struct, IPanelLanes<TLanes>
{
    /// <param name="rows">1 to 6, and not above the lanes' maximum.</param>
    /// <param name="tile">What to compute.</param>
    public static void Run(int rows, in FloatTile tile)
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

    // Optimized at its first call: the quick first compilation of vector code is tens of times slower. Not inlined, since an inlining
    // caller would not keep the sums in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRows>(in FloatTile tile)
        where TRows : struct, IRowCount
    {
        byte* pair = tile.Panels;
        nint panelStride = tile.PanelStride;
        byte* ahead = tile.Ahead;
        bool aheadOfAllPanels = tile.AheadOfAllPanels;
        float* x = tile.X;
        nint xStride = tile.XStride;
        FloatTileSums<TLanes, TRows> sums = default;
        if (tile.Continues)
            sums.Load(tile.Y, tile.YStride, tile.YPanelStride);
        for (int k = tile.Inputs; k >= 2; k -= 2)
        {
            sums.AddProducts(TLanes.First<TPanel>(pair, panelStride), x, xStride);
            sums.AddProducts(TLanes.Second<TPanel>(pair, panelStride), x + 1, xStride);
            if (ahead != null)
            {
                WeightPrefetch.Fetch<TPanel, TLanes>(ahead, panelStride, aheadOfAllPanels);
                ahead += TPanel.PairBytes;
            }

            pair += TPanel.PairBytes;
            x += 2;
        }

        if (tile.Inputs % 2 != 0)
            sums.AddProducts(TLanes.First<TPanel>(pair, panelStride), x, xStride);
        sums.Store(tile.Y, tile.YStride, tile.YPanelStride);
    }
}
