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
            int panel = 0;
            if (rows == 1 || TWide.TileRowsMax > 1)
            {
                for (; panel + TWide.Panels <= call.WholePanels; panel += TWide.Panels)
                    RunPanels<TWide>(call, panel, row, rows);
            }

            for (; panel < call.WholePanels; panel++)
                RunPanels<TNarrow>(call, panel, row, rows);
            if (call.RaggedOutputs != 0)
                RunRaggedPanel<TNarrow>(call, row, rows);
        }
    }

    private static void RunPanels<TLanes>(in MatMulCall call, int panel, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        if (rows <= TLanes.TileRowsMax)
            RunOneTile<TLanes>(call, panel, row, rows);
        else
            RunTiles<TLanes>(call, panel, row, rows);
    }

    // One pass over the weights. Those fetched ahead are the same panels' later inputs, and at the end the next panels' first ones.
    private static void RunOneTile<TLanes>(in MatMulCall call, int panel, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        FloatTile tile = TileAt(call, panel, row);
        if (TPanel.StreamAheadInputs > 0)
        {
            tile.AheadOfAllPanels = true;
            tile.Inputs = Math.Max(0, call.Inputs - TPanel.StreamAheadInputs) / 2 * 2;
            if (tile.Inputs > 0)
            {
                tile.Ahead = tile.Panels + (TPanel.StreamAheadInputs / 2 * TPanel.PairBytes);
                FloatTileKernel<TPanel, TLanes>.Run(rows, tile);
                tile.Advance<TPanel>();
            }

            tile.Ahead = PanelAt(call, panel + TLanes.Panels);
            tile.Inputs = call.Inputs - tile.Inputs;
        }

        FloatTileKernel<TPanel, TLanes>.Run(rows, tile);
    }

    private static void RunTiles<TLanes>(in MatMulCall call, int panel, int row, int rows)
        where TLanes : struct, IPanelLanes<TLanes>
    {
        FloatTile tile = TileAt(call, panel, row);
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
            tile.Ahead += WeightPrefetch.FloatTilePanels * tile.PanelBytes;
            panelsAhead -= WeightPrefetch.FloatTilePanels;
            rows -= tileRows;
        }
    }

    // The last panel has fewer outputs than lanes, so its tiles go through a buffer.
    private static void RunRaggedPanel<TNarrow>(in MatMulCall call, int row, int rows)
        where TNarrow : struct, IPanelLanes<TNarrow>
    {
        float* buffer = stackalloc float[TNarrow.TileRowsMax * PanelLayout.PanelRows];
        FloatTile tile = TileAt(call, call.WholePanels, row);
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

    private static FloatTile TileAt(in MatMulCall call, int panel, int row) => new()
    {
        Panels = PanelAt(call, panel),
        PanelBytes = call.PanelBytes,
        X = call.Values + ((nint)row * call.Inputs),
        XStride = call.Inputs,
        Y = call.Y + (row * call.YStride) + (panel * PanelLayout.PanelRows),
        YStride = call.YStride,
        Inputs = call.Inputs,
    };
}
