namespace ElasticMoE.Kernels.Attention;

/// <summary>Up to 4 consecutive rows of a tile, with what the first and the last of them see.</summary>
internal readonly record struct RowGroup(int Start, int Rows, IndexSpan FirstSeen, IndexSpan LastSeen)
{
    public int End => Start + Rows;

    /// <summary>The first panel that any row sees.</summary>
    public int FirstPanel => FirstSeen.FirstPanel;

    /// <summary>One more than the last panel that any row sees.</summary>
    public int EndPanel => LastSeen.EndPanel;

    /// <summary>The panels of which all rows see all positions. Where there are none, both ends are the same panel.</summary>
    public IndexSpan WholePanels
    {
        get
        {
            int first = KvBlock.CountFor(LastSeen.First);
            return new IndexSpan(first, Math.Max(first, FirstSeen.End / KvBlock.Positions));
        }
    }
}
