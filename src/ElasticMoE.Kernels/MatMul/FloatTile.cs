namespace ElasticMoE.Kernels.MatMul;

/// <summary>Some rows times some panels, over a run of inputs: what one call of a float tile computes.</summary>
internal unsafe struct FloatTile
{
    /// <summary>The tile's first panel, at the run's first input.</summary>
    public byte* Panels;

    /// <summary>Bytes from one of the tile's panels to its next.</summary>
    public nint PanelStride;

    /// <summary>The tile's first row, at the run's first input.</summary>
    public float* X;

    public nint XStride;

    /// <summary>The tile's first output.</summary>
    public float* Y;

    public nint YStride;

    /// <summary>From the outputs of one of the tile's panels to those of its next.</summary>
    public nint YPanelStride;

    public int Inputs;

    /// <summary>Null, or weights to fetch ahead: of two neighbouring panels, or of as many as the tile has.</summary>
    public byte* Ahead;

    /// <summary>Whether to fetch as many panels as the tile has.</summary>
    public bool AheadOfAllPanels;

    /// <summary>Moves on to the next run of inputs.</summary>
    public void Advance<TPanel>()
        where TPanel : struct, IFloatPanel
    {
        Panels += Inputs / 2 * TPanel.PairBytes;
        X += Inputs;
        Continues = true;
    }

    /// <summary>Whether the chains go on from what y holds, rather than from zero.</summary>
    public bool Continues;
}
