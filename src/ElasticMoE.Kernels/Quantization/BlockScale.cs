namespace ElasticMoE.Kernels.Quantization;

/// <summary>What the quantizers of all formats share.</summary>
internal static class BlockScale
{
    private const uint MagnitudeBits = 0x7FFFFFFF;

    /// <summary>The largest magnitude; NaN where a value is not finite, which the block's outputs then become too.</summary>
    public static float Magnitude(ReadOnlySpan<float> values)
    {
        uint bits = 0;
        foreach (float value in values)
            bits = Math.Max(bits, BitConverter.SingleToUInt32Bits(value) & MagnitudeBits);
        return FiniteOrNaN(bits);
    }

    /// <summary>The float with these bits, or NaN where it is not finite.</summary>
    public static float FiniteOrNaN(uint bits)
    {
        float magnitude = BitConverter.UInt32BitsToSingle(bits);
        return float.IsFinite(magnitude) ? magnitude : float.NaN;
    }

    /// <summary>1 / scale; 0 where the scale is zero, NaN or too small to have a finite inverse: such a block's values all become 0.</summary>
    public static float Inverse(float scale)
    {
        float inverse = 1f / scale;
        return float.IsFinite(inverse) ? inverse : 0f;
    }
}
