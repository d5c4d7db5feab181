using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// The sums of weights times values of a tile. Of panels that a group's rows see in part each row takes its own lanes only, so that other
/// positions have no influence whatever they hold.
/// </summary>
internal static unsafe class ValueSums<TForm, TVector>
    where TForm : struct, IVectorForm<TVector>
    where TVector : struct
{
    public static void Run(in AttentionTile tile)
    {
        new Span<float>(tile.Outputs, tile.Rows * tile.Call.ValueDim).Clear();
        for (int panel = tile.FirstPanel; panel < tile.EndPanel; panel += TileSize.ValuePanels)
        {
            var panels = new IndexSpan(panel, Math.Min(panel + TileSize.ValuePanels, tile.EndPanel));
            AddEdges(tile, panels, before: true);
            AddWholePanels(tile, panels);
            AddEdges(tile, panels, before: false);
        }
    }

    /// <summary>Asks for the first values, where values are read once.</summary>
    public static void RequestFirst(in AttentionTile tile)
    {
        int end = tile.ReadsOnce ? Math.Min(tile.FirstPanel + TileSize.ValuePanels, tile.EndPanel) : 0;
        for (int panel = tile.FirstPanel; panel < end; panel++)
            BlockPrefetch.Request(tile.Cache + tile.Call.BlockStart(panel) + tile.Call.ValueOffset, tile.Call.ValueDim * KvBlock.Positions);
    }

    // All groups take some columns of the values before the next columns, which keeps those in the first-level cache.
    private static void AddWholePanels(in AttentionTile tile, IndexSpan panels)
    {
        int columns;
        for (int d = 0; d < tile.Call.ValueDim; d = NextAfter(tile, d, columns))
        {
            columns = ColumnsAt(tile, d, tile.Rows);
            for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
            {
                RowGroup group = tile.GroupAt(start);
                IndexSpan whole = panels.Within(group.WholePanels.First, group.WholePanels.End);
                var part = new ValuePart(group, new IndexSpan(start, group.End), whole, new IndexSpan(0, KvBlock.Positions));
                if (whole.Count > 0)
                    Add(tile, part, d, columns);
            }
        }
    }

    private static void AddEdges(in AttentionTile tile, IndexSpan panels, bool before)
    {
        for (int start = 0; start < tile.Rows; start += TileSize.GroupRows)
        {
            RowGroup group = tile.GroupAt(start);
            IndexSpan edge = before
                ? panels.Within(group.FirstPanel, group.WholePanels.First)
                : panels.Within(group.WholePanels.End, group.EndPanel);
            for (int panel = edge.First; panel < edge.End; panel++)
                AddPanel(tile, group, panel);
        }
    }

    // Rows that see the same lanes, such as the heads of one token, go together.
    private static void AddPanel(in AttentionTile tile, RowGroup group, int panel)
    {
        for (int row = group.Start, end; row < group.End; row = end)
        {
            IndexSpan lanes = tile.Seen(row).LanesOf(panel);
            end = row + 1;
            while (end < group.End && tile.Seen(end).LanesOf(panel) == lanes)
                end++;
            if (lanes.Count > 0)
                AddAllColumns(tile, new ValuePart(group, new IndexSpan(row, end), new IndexSpan(panel, panel + 1), lanes));
        }
    }

    private static void AddAllColumns(in AttentionTile tile, in ValuePart part)
    {
        int columns;
        for (int d = 0; d < tile.Call.ValueDim; d = NextAfter(tile, d, columns))
        {
            columns = ColumnsAt(tile, d, part.Rows.Count);
            Add(tile, part, d, columns);
        }
    }

    // 0 stands for the last dimensions of a value whose length is not a multiple of 16.
    private static int ColumnsAt(in AttentionTile tile, int d, int rows)
    {
        int columnsLeft = (tile.Call.ValueDim - d) / LaneSums.Lanes;
        return columnsLeft == 0 ? 0 : TileProduct<TForm, TVector>.ColumnsOf(columnsLeft, rows);
    }

    private static int NextAfter(in AttentionTile tile, int d, int columns) =>
        columns == 0 ? tile.Call.ValueDim : d + (columns * LaneSums.Lanes);

    private static void Add(in AttentionTile tile, in ValuePart part, int d, int columns)
    {
        int valueDim = tile.Call.ValueDim;
        nint* segments = stackalloc nint[2 * TileSize.ValuePanels];
        nint* laterSegments = segments + TileSize.ValuePanels;
        int later = tile.PanelLaterThan(part.Panels.First, part.Group);
        for (int i = 0; i < part.Panels.Count; i++)
        {
            segments[i] = tile.Call.BlockStart(part.Panels.First + i);
            laterSegments[i] = later < 0 ? 0 : tile.BlockStartWithin(later + i);
        }
        var operands = new TileOperands
        {
            Left = tile.ScoresOf(part.Group, part.Panels.First)
                + ((part.Rows.First - part.Group.Start) * KvBlock.Positions) + part.Lanes.First,
            LeftStride = KvBlock.Positions,
            LeftSegment = part.Group.Rows * KvBlock.Positions,
            Right = tile.Cache + tile.Call.ValueOffset + (part.Lanes.First * valueDim) + d,
            RightStride = valueDim,
            RightColumns = new ColumnOffsets(LaneSums.Lanes, 2 * LaneSums.Lanes, 3 * LaneSums.Lanes),
            RightSegments = segments,
            Later = later < 0 ? null : tile.Cache + tile.Call.ValueOffset + (part.Lanes.First * valueDim) + d,
            LaterColumns = new ColumnOffsets(LaneSums.Lanes, 2 * LaneSums.Lanes, 3 * LaneSums.Lanes),
            LaterSegments = laterSegments,
            Result = tile.Outputs + (part.Rows.First * valueDim) + d,
            ResultStride = valueDim,
            ResultColumn = LaneSums.Lanes,
            Segments = part.Panels.Count,
            Count = part.Lanes.Count,
            Continues = true,
            Scale = 1f,
        };
        if (columns > 0)
            TileProduct<TForm, TVector>.Run(operands, part.Rows.Count, columns);
        else
            ScalarProduct.Run(operands, part.Rows.Count, valueDim - d);
    }
}
