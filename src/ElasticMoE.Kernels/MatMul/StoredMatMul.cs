namespace ElasticMoE.Kernels.MatMul;

/// <summary>Products with stored blocks in tiles: panel by panel, so that a panel stays in the first-level cache for all tiles of rows.</summary>
internal static unsafe class StoredMatMul<TBlock>
    where TBlock : struct, IStoredBlock
{
    public static void Run(MatMulVariant variant, in MatMulCall call)
    {
        switch (variant)
        {
            case MatMulVariant.Scalar: StoredReference<TBlock>.Run(call); break;
            case MatMulVariant.Vector256: RunTiled<ByteLanes256>(call); break;
            case MatMulVariant.Vector512: RunTiled<ByteLanes512>(call); break;
            default: throw new ArgumentOutOfRangeException(nameof(variant));
        }
    }

    private static void RunTiled<TLanes>(in MatMulCall call)
        where TLanes : struct, IByteLanes<TLanes>
    {
        for (int panel = 0; panel < PanelLayout.PanelCount(call.Outputs); panel++)
        {
            for (int row = 0; row < call.Rows;)
            {
                int rows = RowBlocks.NextTile(call.Rows - row, TLanes.TileRowsMax);
                if (panel < call.WholePanels)
                    StoredTileKernel<TBlock, TLanes>.Run(rows, TileAt(call, panel, row) with { Ahead = row == 0 ? call.Panels + (panel * call.PanelBytes) + WeightPrefetch.TileAheadBytes : null });
                else
                    RunRagged<TLanes>(call, panel, row, rows);
                row += rows;
            }
        }
    }

    // The last panel has fewer outputs than lanes, so its tiles go through a buffer.
    private static void RunRagged<TLanes>(in MatMulCall call, int panel, int row, int rows)
        where TLanes : struct, IByteLanes<TLanes>
    {
        float* buffer = stackalloc float[TLanes.TileRowsMax * PanelLayout.PanelRows];
        QuantizedTile tile = TileAt(call, panel, row);
        float* y = tile.Y;
        tile.Y = buffer;
        tile.YStride = PanelLayout.PanelRows;
        StoredTileKernel<TBlock, TLanes>.Run(rows, tile);
        RowBlocks.CopyRagged(buffer, rows, call, y);
    }

    private static QuantizedTile TileAt(in MatMulCall call, int panel, int row)
    {
        nint blocks = call.Inputs / PanelLayout.BlockInputs;
        return new QuantizedTile
        {
            Panel = call.Panels + (panel * call.PanelBytes),
            PanelStride = call.PanelBytes,
            X = call.Quantized + ((nint)row * call.Inputs),
            XScales = call.Scales + (row * blocks),
            XSums = call.Sums + (row * blocks),
            Y = call.Y + (row * call.YStride) + (panel * PanelLayout.PanelRows),
            YStride = call.YStride,
            Blocks = blocks,
        };
    }
}
