using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Some rows times one panel, or one row times four: what one call of a quantized tile computes. byte_dots.c has the same fields.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QuantizedTile
{
    /// <summary>The tile's first panel.</summary>
    public byte* Panel;

    /// <summary>Bytes from one of the tile's panels to its next.</summary>
    public nint PanelStride;

    /// <summary>The first row; the next one is blocks · 32 further.</summary>
    public sbyte* X;

    /// <summary>The first row's block scales; the next row's are blocks further.</summary>
    public float* XScales;

    /// <summary>The first row's block sums; the next row's are blocks further.</summary>
    public int* XSums;

    public float* Y;

    public nint YStride;

    /// <summary>From the outputs of one of the tile's panels to those of its next.</summary>
    public nint YPanelStride;

    public nint Blocks;

    /// <summary>Room for the widened block of as many rows as a tile may have.</summary>
    public sbyte* Widened;

    /// <summary>Null, or weights to fetch ahead: half a panel, or a whole one.</summary>
    public byte* Ahead;

    /// <summary>Whether to fetch a whole panel.</summary>
    public bool AheadWhole;
}
