namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// F32 and Bf16 products in tiles. Loop order, outermost first: blocks of rows that stay in the second-level cache; groups of panels; runs
/// of inputs for which the group's weights stay in the first-level cache; tiles of rows. Between runs of inputs the sums rest in y,
/// which does not change the chain.
/// </summary>
internal static unsafe class FloatMatMul<TPanel>
    where TPanel : struct, IFloatPanel
{
    private const int RowBlockBytes = 512 << 10;
    private const int RunInputs = 512;

    public static void Run(MatMulVariant variant, in MatMulCall call)
    {
        switch (variant)
        {
            case MatMulVariant.Scalar: FloatReference<TPanel>.Run(call); break;
            case MatMulVariant.Vector256: RunTiled<FourPanels256, OnePanel256>(call); break;
            case MatMulVariant.Vector512: RunTiled<FourPanels512, OnePanel512>(call); break;
            default: throw new ArgumentOutOfRangeException(nameof(variant));
        }
    }

    private static void RunTiled<TWide, TNarrow>(in MatMulCall call)
        where TWide : struct, IPanelLanes<TWide>
        where TNarrow : struct, IPanelLanes<TNarrow>
    {
        int blockRows = RowBlocks.RowsThatFit(RowBlockBytes, (long)call.Inputs * sizeof(float));
        for (int row = 0; row < call.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, call.Rows - row);
            int panel = rows == 1 || TWide.TileRowsMax > 1 ? RunWidePanels<TWide>(call, row, rows) : 0;
            for (; panel < call.WholePanels; panel++)
                RunPanels<TNarrow>(call, PanelComb.Neighbours(panel), row, rows);
            if (call.RaggedOutputs != 0)
                RunRaggedPanel<TNarrow>(call, row, rows);
        }
    }

    // A single tile reads its weights once, so memory sets its speed and its panels are apart. More tiles read neighbouring panels, which
    // the first of them brings into the cache for the others.
    private static int RunWidePanels<TWide>(in MatMulCall call, int row, int rows)
        where TWide : struct, IPanelLanes<TWide>
    {
        int groups = call.WholePanels / TWide.Panels;
        bool apart = rows <= TWide.TileRowsMax;
        for (int group = 0; group < groups; group++)
            RunPanels<TWide>(call, apart ? PanelComb.Apart(group, groups) : PanelComb.Neighbours(group * TWide.Panels), row, rows);
        return groups * TWide.Panels;
    }

    private static void RunPanels<TLanes>(in MatMulCall call, PanelComb panels, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        if (rows <= TLanes.TileRowsMax)
            RunOneTile<TLanes>(call, panels, row, rows);
        else
            RunTiles<TLanes>(call, panels.First, row, rows);
    }

    // One pass over the weights; those fetched ahead are the same streams' later ones.
    private static void RunOneTile<TLanes>(in MatMulCall call, PanelComb panels, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        FloatTile tile = TileAt(call, panels, row);
        if (TPanel.StreamAheadBytes > 0)
        {
            tile.Ahead = tile.Panels + TPanel.StreamAheadBytes;
            tile.AheadOfAllPanels = true;
        }

        FloatTileKernel<TPanel, TLanes>.Run(rows, tile);
    }

    private static void RunTiles<TLanes>(in MatMulCall call, int panel, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        FloatTile tile = TileAt(call, PanelComb.Neighbours(panel), row);
        for (int inputsLeft = call.Inputs; inputsLeft > 0 || !tile.Continues; inputsLeft -= tile.Inputs)
        {
            tile.Inputs = Math.Min(RunInputs, inputsLeft);
            tile.Ahead = inputsLeft > RunInputs
                ? tile.Panels + (RunInputs / 2 * TPanel.PairBytes)
                : PanelAt(call, panel + TLanes.Panels);
            RunRows<TLanes>(tile, rows);
            tile.Advance<TPanel>();
        }
    }

    private static void RunRows<TLanes>(FloatTile tile, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        int panelsAhead = TLanes.Panels;
        while (rows > 0)
        {
            if (panelsAhead <= 0)
                tile.Ahead = null;
            int tileRows = RowBlocks.NextTile(rows, TLanes.TileRowsMax);
            FloatTileKernel<TPanel, TLanes>.Run(tileRows, tile);
            tile.X += tileRows * tile.XStride;
            tile.Y += tileRows * tile.YStride;
            tile.Ahead += WeightPrefetch.FloatTilePanels * tile.PanelStride;
            panelsAhead -= WeightPrefetch.FloatTilePanels;
            rows -= tileRows;
        }
    }

    // The last panel has fewer outputs than lanes, so its tiles go through a buffer.
    private static void RunRaggedPanel<TNarrow>(in MatMulCall call, int row, int rows)
        where TNarrow : struct, IPanelLanes<TNarrow>
    {
        float* buffer = stackalloc float[TNarrow.TileRowsMax * PanelLayout.PanelRows];
        FloatTile tile = TileAt(call, PanelComb.Neighbours(call.WholePanels), row);
        float* y = tile.Y;
        tile.Y = buffer;
        tile.YStride = PanelLayout.PanelRows;
        while (rows > 0)
        {
            int tileRows = RowBlocks.NextTile(rows, TNarrow.TileRowsMax);
            FloatTileKernel<TPanel, TNarrow>.Run(tileRows, tile);
            RowBlocks.CopyRagged(buffer, tileRows, call, y);
            tile.X += tileRows * tile.XStride;
            y += tileRows * call.YStride;
            rows -= tileRows;
        }
    }

    private static byte* PanelAt(in MatMulCall call, int panel) => call.Panels + (panel * call.PanelBytes);

    private static FloatTile TileAt(in MatMulCall call, PanelComb panels, int row) => new()
    {
        Panels = PanelAt(call, panels.First),
        PanelStride = panels.Stride * call.PanelBytes,
        X = call.Values + ((nint)row * call.Inputs),
        XStride = call.Inputs,
        Y = call.Y + (row * call.YStride) + (panels.First * PanelLayout.PanelRows),
        YStride = call.YStride,
        YPanelStride = panels.Stride * PanelLayout.PanelRows,
        Inputs = call.Inputs,
    };
}
