namespace ElasticMoE.Kernels.MatMul;

/// <summary>A checked call, its spans pinned: nothing below it checks bounds again.</summary>
internal readonly unsafe struct MatMulCall
{
    public byte* Panels { get; init; }

    public nint PanelBytes { get; init; }

    public int Outputs { get; init; }

    public int Rows { get; init; }

    public int Inputs { get; init; }

    public float* Values { get; init; }

    public sbyte* Quantized { get; init; }

    public float* Scales { get; init; }

    public int* Sums { get; init; }

    public float* Y { get; init; }

    public nint YStride { get; init; }

    /// <summary>Panels all of whose 16 rows are outputs.</summary>
    public int WholePanels => Outputs / PanelLayout.PanelRows;

    /// <summary>Outputs in a last panel that is not whole.</summary>
    public int RaggedOutputs => Outputs % PanelLayout.PanelRows;
}
