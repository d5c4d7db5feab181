namespace ElasticMoE.Kernels.Quantization;

/// <summary>
/// GGUF's Q4_0 reference quantizer: d = the value of largest magnitude / -8, so that this one is exactly representable;
/// q = min(15, (int)(x / d + 8.5)) - 8; d is stored as f16.
/// </summary>
internal static class Q4Quantizer
{
    /// <summary>Quantizes one block to -8..7, and returns its scale: NaN, with all q zero, where a value is not finite.</summary>
    public static Half Quantize(ReadOnlySpan<float> values, Span<sbyte> quantized)
    {
        float magnitude = BlockScale.Magnitude(values);
        float scale = FirstOfMagnitude(values, magnitude) / -8f;
        float inverse = BlockScale.Inverse(scale);
        for (int i = 0; i < values.Length; i++)
            quantized[i] = inverse == 0f ? (sbyte)0 : (sbyte)(Math.Min(15, (int)((values[i] * inverse) + 8.5f)) - 8);
        return (Half)scale;
    }

    private static float FirstOfMagnitude(ReadOnlySpan<float> values, float magnitude)
    {
        if (magnitude == 0f)
            return 0f;
        foreach (float value in values)
        {
            if (MathF.Abs(value) == magnitude)
                return value;
        }

        return float.NaN;
    }
}
