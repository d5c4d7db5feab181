namespace ElasticMoE.Kernels.Attention;

/// <summary>The positions a row sees: from First up to End, without End.</summary>
internal readonly record struct RowSpan(int First, int End)
{
    /// <summary>Panels of 16 positions before the first one seen.</summary>
    public int FirstPanel => First / KvBlock.Positions;

    /// <summary>One more than the last panel seen.</summary>
    public int EndPanel => KvBlock.CountFor(End);

    /// <summary>The lanes of a panel that the row sees; empty where First is End.</summary>
    public RowSpan LanesOf(int panel)
    {
        int start = panel * KvBlock.Positions;
        int first = Math.Clamp(First - start, 0, KvBlock.Positions);
        return new RowSpan(first, Math.Clamp(End - start, first, KvBlock.Positions));
    }
}
