namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Consecutive rows of a call and their scratch memory, which is laid out in groups of up to 8 rows: queries [rows][keyDim], outputs
/// [rows][valueDim] and, for each group, scores [panel][rows of the group][16].
/// </summary>
internal readonly ref struct AttentionTile
{
    private readonly int _firstRow;
    private readonly Span<RowSpan> _seen;

    /// <param name="call">The call.</param>
    /// <param name="firstRow">The tile's first row in the call.</param>
    /// <param name="seen">Room for what each row sees; its length is the number of rows.</param>
    /// <param name="scratch">The call's scratch memory.</param>
    public AttentionTile(in AttentionCall call, int firstRow, Span<RowSpan> seen, Span<float> scratch)
    {
        Call = call;
        _firstRow = firstRow;
        _seen = seen;
        int rows = seen.Length;
        for (int row = 0; row < rows; row++)
            seen[row] = SeenAt(call.FirstPosition + ((firstRow + row) / call.Group));
        FirstPanel = seen[0].FirstPanel;
        EndPanel = seen[^1].EndPanel;
        Queries = Take(ref scratch, rows * call.KeyDim);
        Outputs = Take(ref scratch, rows * call.ValueDim);
        Sums = Take(ref scratch, rows);
        Scores = Take(ref scratch, rows * (EndPanel - FirstPanel) * KvBlock.Positions);
    }

    public AttentionCall Call { get; }

    public int Rows => _seen.Length;

    /// <summary>The first panel that any row sees.</summary>
    public int FirstPanel { get; }

    /// <summary>One more than the last panel that any row sees.</summary>
    public int EndPanel { get; }

    public Span<float> Queries { get; }

    public Span<float> Outputs { get; }

    public Span<float> Sums { get; }

    public Span<float> Scores { get; }

    /// <summary>The positions that a row of the tile sees. Neither end falls from row to row.</summary>
    public RowSpan Seen(int row) => _seen[row];

    public int HeadOf(int row) => (_firstRow + row) % Call.Group;

    /// <summary>The rows of the group that begins with this row.</summary>
    public int GroupRows(int groupStart) => Math.Min(TileSize.GroupRows, Rows - groupStart);

    /// <summary>Where the scores of a group's first row in a panel start; its other rows follow, 16 floats each.</summary>
    public int ScoreStart(int groupStart, int panel) =>
        ((groupStart * (EndPanel - FirstPanel)) + ((panel - FirstPanel) * GroupRows(groupStart))) * KvBlock.Positions;

    public void LoadQueries()
    {
        for (int row = 0; row < Rows; row++)
            Call.Query((_firstRow + row) / Call.Group, HeadOf(row)).CopyTo(Queries[(row * Call.KeyDim)..]);
    }

    /// <summary>Divides the outputs by the rows' sums and writes them where the call wants them.</summary>
    public void StoreOutputs(Span<float> output)
    {
        for (int row = 0; row < Rows; row++)
        {
            Span<float> destination = Call.OutputRow(output, (_firstRow + row) / Call.Group, HeadOf(row));
            float sum = Sums[row];
            for (int d = 0; d < destination.Length; d++)
                destination[d] = Outputs[(row * Call.ValueDim) + d] / sum;
        }
    }

    private RowSpan SeenAt(int position) => new(Call.FirstSeenFrom(position), position + 1);

    private static Span<float> Take(scoped ref Span<float> scratch, int count)
    {
        Span<float> taken = scratch[..count];
        scratch = scratch[count..];
        return taken;
    }
}
