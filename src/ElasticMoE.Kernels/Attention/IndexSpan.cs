namespace ElasticMoE.Kernels.Attention;

/// <summary>Indices from First up to End, without End: positions, panels, lanes or rows.</summary>
internal readonly record struct IndexSpan(int First, int End)
{
    public int Count => Math.Max(0, End - First);

    /// <summary>Of positions: the first panel of 16 that holds one of them.</summary>
    public int FirstPanel => First / KvBlock.Positions;

    /// <summary>Of positions: one more than the last panel that holds one of them.</summary>
    public int EndPanel => KvBlock.CountFor(End);

    /// <summary>Of positions: their lanes in a panel.</summary>
    public IndexSpan LanesOf(int panel)
    {
        int start = panel * KvBlock.Positions;
        int first = Math.Clamp(First - start, 0, KvBlock.Positions);
        return new IndexSpan(first, Math.Clamp(End - start, first, KvBlock.Positions));
    }

    /// <summary>The indices from first up to end that are in the span.</summary>
    public IndexSpan Within(int first, int end) => new(Math.Max(First, first), Math.Min(End, end));
}
