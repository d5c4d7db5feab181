namespace ElasticMoE.Kernels.MatMul;

/// <summary>Some rows times one panel: what one call of a quantized tile computes.</summary>
internal unsafe struct QuantizedTile
{
    public byte* Panel;

    /// <summary>The first row; the next one is blocks · 32 further.</summary>
    public sbyte* X;

    /// <summary>The first row's block scales; the next row's are blocks further.</summary>
    public float* XScales;

    /// <summary>The first row's block sums; the next row's are blocks further.</summary>
    public int* XSums;

    public float* Y;

    public nint YStride;

    public nint Blocks;

    /// <summary>Room for the widened block of as many rows as a tile may have.</summary>
    public sbyte* Widened;

    /// <summary>Null, or weights to fetch ahead: half a panel.</summary>
    public byte* Ahead;
}
