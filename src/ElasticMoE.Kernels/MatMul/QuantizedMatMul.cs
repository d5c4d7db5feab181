namespace ElasticMoE.Kernels.MatMul;

/// <summary>Q8 and Q4 products in tiles: panel by panel, so that a panel stays in the first-level cache for all tiles of rows.</summary>
internal static unsafe class QuantizedMatMul<TBlock>
    where TBlock : struct, IQuantizedBlock
{
    private const int RowBlockBytes = 512 << 10;

    public static void Run(MatMulVariant variant, in MatMulCall call)
    {
        switch (variant)
        {
            case MatMulVariant.Scalar: QuantizedReference<TBlock>.Run(call); break;
            case MatMulVariant.Vector256: RunTiled<ManagedTiles<TBlock, BlockDots256<WidenedDot256>, BlockSums256>>(call); break;
            case MatMulVariant.DotProduct256: RunTiled<ManagedTiles<TBlock, BlockDots256<DotInstruction256>, BlockSums256>>(call); break;
            case MatMulVariant.DotProduct512: RunTiled<ManagedTiles<TBlock, BlockDots256<DotInstruction256>, BlockSums512>>(call); break;
            case MatMulVariant.Vector512: RunTiled<ManagedTiles<TBlock, BlockDots512, BlockSums512>>(call); break;
            case MatMulVariant.Nibble512 when typeof(TBlock) == typeof(Q4Block): RunTiled<ManagedTiles<TBlock, NibbleDots512, BlockSums512>>(call); break;
            case MatMulVariant.Native512: RunTiled<NativeTiles<TBlock>>(call); break;
            default: throw new ArgumentOutOfRangeException(nameof(variant));
        }
    }

    private static void RunTiled<TTiles>(in MatMulCall call)
        where TTiles : struct, IQuantizedTiles
    {
        int blockRows = RowBlocks.RowsThatFit(RowBlockBytes, call.Inputs);
        for (int row = 0; row < call.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, call.Rows - row);
            int panel = rows == 1 ? RunRow<TTiles>(call, row) : 0;
            for (; panel < call.WholePanels; panel++)
                RunPanel<TTiles>(call, panel, row, rows);
            if (call.RaggedOutputs != 0)
                RunRaggedPanel<TTiles>(call, row, rows);
        }
    }

    // A single row reads its weights once, so memory sets its speed.
    private static int RunRow<TTiles>(in MatMulCall call, int row)
        where TTiles : struct, IQuantizedTiles
    {
        int tiles = call.WholePanels / QuantizedRowKernel.Panels;
        sbyte* widened = stackalloc sbyte[InputWidening.BlockBytes];
        for (int index = 0; index < tiles; index++)
        {
            QuantizedTile tile = TileAt(call, PanelComb.Apart(index, tiles), row);
            tile.Widened = widened;
            TTiles.RunRow(tile);
        }

        return tiles * QuantizedRowKernel.Panels;
    }

    private static void RunPanel<TTiles>(in MatMulCall call, int panel, int row, int rows)
        where TTiles : struct, IQuantizedTiles
    {
        QuantizedTile tile = TileAt(call, PanelComb.Neighbours(panel), row);
        sbyte* widened = stackalloc sbyte[TTiles.RowsMax * InputWidening.BlockBytes];
        tile.Widened = widened;
        tile.AheadWhole = rows <= TTiles.RowsMax;
        tile.Ahead = tile.Panel + (tile.AheadWhole ? WeightPrefetch.TileAheadBytes : call.PanelBytes);
        int tilesAhead = WeightPrefetch.QuantizedTiles;
        while (rows > 0)
        {
            if (tilesAhead-- <= 0)
                tile.Ahead = null;
            int tileRows = RowBlocks.NextTile(rows, TTiles.RowsMax);
            TTiles.Run(tileRows, tile);
            Advance(ref tile, tileRows);
            tile.Ahead += tile.Blocks * WeightPrefetch.BlockBytes<TBlock>();
            tile.Y += tileRows * tile.YStride;
            rows -= tileRows;
        }
    }

    // The last panel has fewer outputs than lanes, so its tiles go through a buffer.
    private static void RunRaggedPanel<TTiles>(in MatMulCall call, int row, int rows)
        where TTiles : struct, IQuantizedTiles
    {
        float* buffer = stackalloc float[TTiles.RowsMax * PanelLayout.PanelRows];
        QuantizedTile tile = TileAt(call, PanelComb.Neighbours(call.WholePanels), row);
        sbyte* widened = stackalloc sbyte[TTiles.RowsMax * InputWidening.BlockBytes];
        tile.Widened = widened;
        float* y = tile.Y;
        tile.Y = buffer;
        tile.YStride = PanelLayout.PanelRows;
        while (rows > 0)
        {
            int tileRows = RowBlocks.NextTile(rows, TTiles.RowsMax);
            TTiles.Run(tileRows, tile);
            RowBlocks.CopyRagged(buffer, tileRows, call, y);
            Advance(ref tile, tileRows);
            y += tileRows * call.YStride;
            rows -= tileRows;
        }
    }

    private static void Advance(ref QuantizedTile tile, int rows)
    {
        tile.X += rows * tile.Blocks * PanelLayout.BlockInputs;
        tile.XScales += rows * tile.Blocks;
        tile.XSums += rows * tile.Blocks;
    }

    private static QuantizedTile TileAt(in MatMulCall call, PanelComb panels, int row)
    {
        nint blocks = call.Inputs / PanelLayout.BlockInputs;
        return new QuantizedTile
        {
            Panel = call.Panels + (panels.First * call.PanelBytes),
            PanelStride = panels.Stride * call.PanelBytes,
            X = call.Quantized + ((nint)row * call.Inputs),
            XScales = call.Scales + (row * blocks),
            XSums = call.Sums + (row * blocks),
            Y = call.Y + (row * call.YStride) + (panels.First * PanelLayout.PanelRows),
            YStride = call.YStride,
            YPanelStride = panels.Stride * PanelLayout.PanelRows,
            Blocks = blocks,
        };
    }
}
