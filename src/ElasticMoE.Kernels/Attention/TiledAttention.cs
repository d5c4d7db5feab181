using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Attention in tiles of rows, with each row's operations in the order of its definition.</summary>
internal static unsafe class TiledAttention<TForm, TVector>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    public static void Run(in AttentionCall call, Span<float> scratch, Span<float> output)
    {
        int tileRows = TileSize.Rows(KvBlock.CountFor(call.FirstPosition + call.Tokens) * KvBlock.Positions);
        Span<IndexSpan> seen = stackalloc IndexSpan[tileRows];
        fixed (float* cache = call.Cache, memory = scratch)
        {
            for (int row = 0; row < call.Rows; row += tileRows)
            {
                var tile = new AttentionTile(call, row, seen[..Math.Min(tileRows, call.Rows - row)], cache, memory);
                tile.LoadQueries();
                ComputeScores(tile);
                ValueSums<TForm, TVector>.RequestFirst(tile);
                ComputeWeights(tile);
                ValueSums<TForm, TVector>.Run(tile);
                tile.StoreOutputs(TForm.Form, output);
            }
        }
    }

    private static void ComputeScores(in AttentionTile tile)
    {
        RequestFirst(tile);
        for (int panel = tile.FirstPanel, panels; panel < tile.EndPanel; panel += panels)
        {
            panels = TileProduct<TForm, TVector>.ColumnsOf(tile.EndPanel - panel, tile.Rows);
            for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
            {
                // A product may take in panels that a row doesn't see: those scores are never read.
                RowGroup group = tile.GroupAt(start);
                if (panel < group.EndPanel && panel + panels > group.FirstPanel)
                    ScorePanels(tile, group, panel, panels);
            }
        }
    }

    private static void RequestFirst(in AttentionTile tile)
    {
        int end = tile.ReadsOnce ? Math.Min(tile.FirstPanel + TileSize.ValuePanels, tile.EndPanel) : 0;
        for (int panel = tile.FirstPanel; panel < end; panel++)
            BlockPrefetch.Request(tile.Cache + tile.Call.BlockStart(panel) + tile.Call.KeyOffset, tile.Call.KeyDim * KvBlock.Positions);
    }

    private static void ScorePanels(in AttentionTile tile, RowGroup group, int panel, int panels)
    {
        nint first = tile.Call.BlockStart(panel);
        nint noOffset = 0;
        var operands = new TileOperands
        {
            Left = tile.Queries + (group.Start * tile.Call.KeyDim),
            LeftStride = tile.Call.KeyDim,
            Right = tile.Cache + first + tile.Call.KeyOffset,
            RightStride = KvBlock.Positions,
            RightColumns = new ColumnOffsets(
                panels < 2 ? 0 : tile.Call.BlockStart(panel + 1) - first,
                panels < 4 ? 0 : tile.Call.BlockStart(panel + 2) - first,
                panels < 4 ? 0 : tile.Call.BlockStart(panel + 3) - first),
            RightSegments = &noOffset,
            Result = tile.ScoresOf(group, panel),
            ResultStride = KvBlock.Positions,
            ResultColumn = group.Rows * KvBlock.Positions,
            Segments = 1,
            Count = tile.Call.KeyDim,
            Scale = tile.Call.Scale,
        };
        if (tile.PanelLaterThan(panel, group) is var later and >= 0)
        {
            nint start = tile.Call.BlockStart(later);
            operands.Later = tile.Cache + start + tile.Call.KeyOffset;
            operands.LaterSegments = &noOffset;
            operands.LaterColumns = new ColumnOffsets(
                tile.BlockStartWithin(later + 1) - start, tile.BlockStartWithin(later + 2) - start, tile.BlockStartWithin(later + 3) - start);
        }
        TileProduct<TForm, TVector>.Run(operands, group.Rows, panels);
    }

    private static void ComputeWeights(in AttentionTile tile)
    {
        for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
        {
            RowGroup group = tile.GroupAt(start);
            for (int row = start; row < group.End; row++)
            {
                IndexSpan seen = tile.Seen(row);
                float* scores = tile.ScoresOf(group, seen.FirstPanel) + ((row - start) * KvBlock.Positions);
                var scoreRow = new ScoreRow(scores, group.Rows * KvBlock.Positions, seen);
                tile.Sums[row] = scoreRow.ReplaceByExp<TForm, TVector>(tile.Call.Sink(tile.HeadOf(row)));
            }
        }
    }
}
