using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Consecutive rows of a call and their scratch memory, which must not move: queries [rows][keyDim], outputs [rows][valueDim], sums
/// [rows], and for each group of up to 4 rows the scores [panel][rows of the group][16].
/// </summary>
internal readonly unsafe ref struct AttentionTile
{
    /// <summary>The call. A field: a property would copy its two hundred bytes wherever one of them is asked for.</summary>
    public readonly AttentionCall Call;

    private readonly int _firstRow;
    private readonly Span<IndexSpan> _seen;

    /// <param name="call">The call.</param>
    /// <param name="firstRow">The tile's first row in the call.</param>
    /// <param name="seen">Room for what each row sees; its length is the number of rows.</param>
    /// <param name="cache">The call's cache.</param>
    /// <param name="scratch">The call's scratch memory.</param>
    public AttentionTile(in AttentionCall call, int firstRow, Span<IndexSpan> seen, float* cache, float* scratch)
    {
        Call = call;
        Cache = cache;
        _firstRow = firstRow;
        _seen = seen;
        for (int row = 0; row < seen.Length; row++)
            seen[row] = SeenAt(call.FirstPosition + ((firstRow + row) / call.Group));
        FirstPanel = seen[0].FirstPanel;
        EndPanel = seen[^1].EndPanel;
        Queries = scratch;
        Outputs = Queries + (seen.Length * call.KeyDim);
        Sums = Outputs + (seen.Length * call.ValueDim);
        Scores = Sums + seen.Length;
    }

    public float* Cache { get; }

    public int Rows => _seen.Length;

    /// <summary>True where keys and values are worked on for less time than it takes to read them.</summary>
    public bool ReadsOnce => Call.Rows <= 8;

    /// <summary>The panel to ask for while a panel is worked on: a few further; −1 where there is none or nothing is to be asked for.</summary>
    public int PanelLaterThan(int panel, RowGroup group)
    {
        int later = panel + TileSize.ValuePanels;
        return ReadsOnce && Ahead.IsSupported && group.Start == 0 && later < EndPanel ? later : -1;
    }

    /// <summary>Where a panel's block starts in the cache; past the last panel, the last one's.</summary>
    public nint BlockStartWithin(int panel) => Call.BlockStart(Math.Min(panel, EndPanel - 1));

    /// <summary>The first panel that any row sees.</summary>
    public int FirstPanel { get; }

    /// <summary>One more than the last panel that any row sees.</summary>
    public int EndPanel { get; }

    public float* Queries { get; }

    public float* Outputs { get; }

    public float* Sums { get; }

    private float* Scores { get; }

    /// <summary>The positions that a row of the tile sees. Neither end falls from row to row.</summary>
    public IndexSpan Seen(int row) => _seen[row];

    public int HeadOf(int row) => (_firstRow + row) % Call.Group;

    /// <summary>The group that begins with this row.</summary>
    public RowGroup GroupAt(int start)
    {
        int rows = Math.Min(TileSize.GroupRows, Rows - start);
        return new RowGroup(start, rows, _seen[start], _seen[start + rows - 1]);
    }

    /// <summary>The scores of a group's first row in a panel; its other rows follow, 16 floats each.</summary>
    public float* ScoresOf(RowGroup group, int panel) =>
        Scores + (((group.Start * (EndPanel - FirstPanel)) + ((panel - FirstPanel) * group.Rows)) * KvBlock.Positions);

    public void LoadQueries()
    {
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> query = Call.Query((_firstRow + row) / Call.Group, HeadOf(row));
            query.CopyTo(new Span<float>(Queries + (row * Call.KeyDim), Call.KeyDim));
        }
    }

    /// <summary>Divides the outputs by the rows' sums and writes them where the call wants them.</summary>
    public void StoreOutputs(KernelForm form, Span<float> output)
    {
        for (int row = 0; row < Rows; row++)
        {
            Span<float> destination = Call.OutputRow(output, (_firstRow + row) / Call.Group, HeadOf(row));
            var source = new ReadOnlySpan<float>(Outputs + (row * Call.ValueDim), Call.ValueDim);
            UnaryLoop.Run(form, new DivideOperation(Sums[row]), source, destination);
        }
    }

    private IndexSpan SeenAt(int position) => new(Call.FirstSeenFrom(position), position + 1);
}
