namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// The operands of a small product: result[row][column] = scale × the chain of fma(left[row][k], right[k][column], ...) for ascending k,
/// where a column is 16 lanes. The chain runs over segments of k, which may lie anywhere.
/// </summary>
internal unsafe struct TileOperands
{
    /// <summary>left[row][k] of segment s is at row × LeftStride + s × LeftSegment + k.</summary>
    public float* Left;
    public nint LeftStride;
    public nint LeftSegment;

    /// <summary>right[k][column] of segment s is at RightSegments[s] + k × RightStride + the column's offset.</summary>
    public float* Right;
    public nint RightStride;
    public ColumnOffsets RightColumns;
    public nint* RightSegments;

    /// <summary>Null, or right operands to ask for meanwhile: they lie like those of Right, in columns and segments of their own.</summary>
    public float* Later;
    public ColumnOffsets LaterColumns;
    public nint* LaterSegments;

    /// <summary>result[row][column] is at row × ResultStride + column × ResultColumn.</summary>
    public float* Result;
    public nint ResultStride;
    public nint ResultColumn;

    public int Segments;

    /// <summary>Number of k in each segment.</summary>
    public nint Count;

    /// <summary>True where chains go on from the result, false where they start at 0.</summary>
    public bool Continues;

    public float Scale;
}
