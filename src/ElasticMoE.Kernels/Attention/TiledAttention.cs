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
                ValueSums<TForm, TVector>.Prefetch(tile, tile.FirstPanel);
                ComputeWeights(tile);
                ValueSums<TForm, TVector>.Run(tile);
                tile.StoreOutputs(TForm.Form, output);
            }
        }
    }

    private static void ComputeScores(in AttentionTile tile)
    {
        Prefetch(tile, tile.FirstPanel);
        for (int panel = tile.FirstPanel, panels; panel < tile.EndPanel; panel += panels)
        {
            panels = TileProduct<TForm, TVector>.ColumnsOf(tile.EndPanel - panel, tile.Rows);
            if ((panel - tile.FirstPanel) % TileSize.ValuePanels == 0)
                Prefetch(tile, panel + TileSize.ValuePanels);
            for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
            {
                // A product may take in panels that a row doesn't see: those scores are never read.
                RowGroup group = tile.GroupAt(start);
                if (panel < group.EndPanel && panel + panels > group.FirstPanel)
                    ScorePanels(tile, group, panel, panels);
            }
        }
    }

    private static void Prefetch(in AttentionTile tile, int panel)
    {
        int end = tile.ReadsOnce ? Math.Min(panel + TileSize.ValuePanels, tile.EndPanel) : 0;
        bool isNext = panel == tile.FirstPanel;
        for (; panel < end; panel++)
        {
            float* block = tile.Cache + tile.Call.BlockStart(panel) + tile.Call.KeyOffset;
            if (isNext)
                BlockPrefetch.Whole(block, tile.Call.KeyDim * KvBlock.Positions);
            else
                BlockPrefetch.Begin(block, tile.Call.KeyDim * KvBlock.Positions);
        }
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
