namespace ElasticMoE.Kernels.Quantization;

/// <summary>Sizes of quantized blocks.</summary>
public static class BlockFormats
{
    /// <summary>Values of one block.</summary>
    public static int ValuesOf(BlockFormat format) => format is BlockFormat.Q4K or BlockFormat.Q6K ? 256 : 32;

    /// <summary>Bytes of one block.</summary>
    public static int BytesOf(BlockFormat format) => format switch
    {
        BlockFormat.Q8 => 34,
        BlockFormat.Q4 => 18,
        BlockFormat.Q4K => 144,
        BlockFormat.Q6K => 210,
        BlockFormat.Mxfp4 => 17,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>Bytes of so many values, a multiple of <see cref="ValuesOf"/>.</summary>
    public static long BytesOf(BlockFormat format, long values) => values / ValuesOf(format) * BytesOf(format);
}
