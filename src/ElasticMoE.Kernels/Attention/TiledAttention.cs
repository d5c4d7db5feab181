using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>Attention in tiles of rows, with each row's operations in the order of its definition.</summary>
internal static class TiledAttention<TForm, TVector>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    public static void Run(in AttentionCall call, Span<float> scratch, Span<float> output)
    {
        int tileRows = TileSize.Rows(KvBlock.CountFor(call.FirstPosition + call.Tokens) * KvBlock.Positions);
        Span<RowSpan> seen = stackalloc RowSpan[tileRows];
        for (int row = 0; row < call.Rows; row += tileRows)
        {
            var tile = new AttentionTile(call, row, seen[..Math.Min(tileRows, call.Rows - row)], scratch);
            tile.LoadQueries();
            ComputeScores(tile);
            ComputeWeights(tile);
            SumValues(tile);
            tile.StoreOutputs(output);
        }
    }

    private static void ComputeScores(in AttentionTile tile)
    {
        int columnsMax = TileProduct<TForm, TVector, ScoreStage>.ColumnsMax;
        for (int panel = tile.FirstPanel; panel < tile.EndPanel; panel += columnsMax)
        {
            for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
            {
                // A product may take in panels that a row doesn't see: those scores are never read.
                int end = tile.Seen(start + tile.GroupRows(start) - 1).EndPanel;
                if (panel < end && panel + columnsMax > tile.Seen(start).FirstPanel)
                    ScorePanels(tile, start, panel, Math.Min(columnsMax, end - panel));
            }
        }
    }

    private static void ScorePanels(in AttentionTile tile, int groupStart, int panel, int panels)
    {
        nint keys = tile.Call.BlockStart(panel) + tile.Call.KeyOffset;
        int rows = tile.GroupRows(groupStart);
        var operands = new TileOperands
        {
            Left = ref tile.Queries[groupStart * tile.Call.KeyDim],
            LeftStride = tile.Call.KeyDim,
            Right = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile.Call.Cache), keys),
            RightStride = KvBlock.Positions,
            RightColumn = panels == 1 ? 0 : tile.Call.BlockStart(panel + 1) - tile.Call.BlockStart(panel),
            Result = ref tile.Scores[tile.ScoreStart(groupStart, panel)],
            ResultStride = KvBlock.Positions,
            ResultColumn = rows * KvBlock.Positions,
            Count = tile.Call.KeyDim,
            Scale = tile.Call.Scale,
        };
        TileProduct<TForm, TVector, ScoreStage>.Run(operands, rows, panels);
    }

    private static void ComputeWeights(in AttentionTile tile)
    {
        for (int row = 0; row < tile.Rows; row++)
        {
            RowSpan seen = tile.Seen(row);
            int groupStart = row / TileSize.GroupRows * TileSize.GroupRows;
            int start = tile.ScoreStart(groupStart, seen.FirstPanel) + ((row - groupStart) * KvBlock.Positions);
            var scores = new ScoreRow(tile.Scores[start..], tile.GroupRows(groupStart) * KvBlock.Positions, seen);
            tile.Sums[row] = scores.ReplaceByExp<TForm, TVector>(tile.Call.Sink(tile.HeadOf(row)));
        }
    }

    private static void SumValues(in AttentionTile tile)
    {
        tile.Outputs.Clear();
        for (int panel = tile.FirstPanel; panel < tile.EndPanel; panel++)
        {
            for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
                SumPanel(tile, start, panel);
        }
    }

    // Rows that see the same lanes go together: inside a context all eight, at its edges those of one token.
    private static void SumPanel(in AttentionTile tile, int groupStart, int panel)
    {
        int groupEnd = groupStart + tile.GroupRows(groupStart);
        int position = panel * KvBlock.Positions;
        if (tile.Seen(groupEnd - 1).First <= position && tile.Seen(groupStart).End >= position + KvBlock.Positions)
        {
            SumLanes(tile, panel, new RowSpan(0, KvBlock.Positions), groupStart, groupEnd - groupStart);
            return;
        }
        for (int row = groupStart; row < groupEnd;)
        {
            RowSpan lanes = tile.Seen(row).LanesOf(panel);
            int end = row + 1;
            while (end < groupEnd && tile.Seen(end).LanesOf(panel) == lanes)
                end++;
            if (lanes.End > lanes.First)
                SumLanes(tile, panel, lanes, row, end - row);
            row = end;
        }
    }

    private static void SumLanes(in AttentionTile tile, int panel, RowSpan lanes, int row, int rows)
    {
        int valueDim = tile.Call.ValueDim;
        int groupStart = row / TileSize.GroupRows * TileSize.GroupRows;
        nint values = tile.Call.BlockStart(panel) + tile.Call.ValueOffset + (lanes.First * valueDim);
        var operands = new TileOperands
        {
            Left = ref tile.Scores[tile.ScoreStart(groupStart, panel) + ((row - groupStart) * KvBlock.Positions) + lanes.First],
            LeftStride = KvBlock.Positions,
            RightStride = valueDim,
            RightColumn = LaneSums.Lanes,
            ResultStride = valueDim,
            ResultColumn = LaneSums.Lanes,
            Count = lanes.End - lanes.First,
        };
        int d = 0;
        while (d + LaneSums.Lanes <= valueDim)
        {
            int columns = Math.Min(TileProduct<TForm, TVector, ValueStage>.ColumnsMax, (valueDim - d) / LaneSums.Lanes);
            operands.Right = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile.Call.Cache), values + d);
            operands.Result = ref tile.Outputs[(row * valueDim) + d];
            TileProduct<TForm, TVector, ValueStage>.Run(operands, rows, columns);
            d += columns * LaneSums.Lanes;
        }
        for (; d < valueDim; d++)
        {
            operands.Right = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile.Call.Cache), values + d);
            operands.Result = ref tile.Outputs[(row * valueDim) + d];
            SumOneDimension(operands, rows);
        }
    }

    // The last dimensions of a value whose length is not a multiple of 16.
    private static void SumOneDimension(in TileOperands operands, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float result = ref Unsafe.Add(ref operands.Result, row * operands.ResultStride);
            for (nint k = 0; k < operands.Count; k++)
            {
                float weight = Unsafe.Add(ref operands.Left, (row * operands.LeftStride) + k);
                result = MathF.FusedMultiplyAdd(weight, Unsafe.Add(ref operands.Right, k * operands.RightStride), result);
            }
        }
    }
}
