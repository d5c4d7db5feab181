using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// The operands of a small product: result[row][column] continues with fma(left[row][k], right[k][column], ...) for ascending k, where a
/// column is 16 lanes.
/// </summary>
internal ref struct TileOperands
{
    /// <summary>left[row][k] is at row × LeftStride + k.</summary>
    public ref float Left;

    /// <summary>right[k][column] is at k × RightStride + column × RightColumn.</summary>
    public ref float Right;

    /// <summary>result[row][column] is at row × ResultStride + column × ResultColumn.</summary>
    public ref float Result;

    public nint LeftStride;
    public nint RightStride;
    public nint RightColumn;
    public nint ResultStride;
    public nint ResultColumn;

    /// <summary>Number of multiplications.</summary>
    public nint Count;

    /// <summary>Factor for the stage's end.</summary>
    public float Scale;

    /// <summary>The same product from a later row on.</summary>
    public readonly TileOperands FromRow(nint row)
    {
        TileOperands later = this;
        later.Left = ref Unsafe.Add(ref Left, row * LeftStride);
        later.Result = ref Unsafe.Add(ref Result, row * ResultStride);
        return later;
    }
}
