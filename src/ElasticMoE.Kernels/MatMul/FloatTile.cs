namespace ElasticMoE.Kernels.MatMul;

/// <summary>Some rows times some panels, over a run of inputs: what one call of a float tile computes.</summary>
internal unsafe struct FloatTile
{
    /// <summary>The tile's first panel, at the run's first input.</summary>
    public byte* Panels;

    public nint PanelBytes;

    /// <summary>The tile's first row, at the run's first input.</summary>
    public float* X;

    public nint XStride;

    /// <summary>The tile's first output.</summary>
    public float* Y;

    public nint YStride;

    public int Inputs;

    /// <summary>Null, or weights of two panels to fetch ahead, those of the second one <see cref="PanelBytes"/> further.</summary>
    public byte* Ahead;

    /// <summary>Whether the chains go on from what y holds, rather than from zero.</summary>
    public bool Continues;
}
