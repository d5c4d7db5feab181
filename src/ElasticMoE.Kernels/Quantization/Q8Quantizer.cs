namespace ElasticMoE.Kernels.Quantization;

/// <summary>GGUF's Q8_0 reference quantizer: d = largest magnitude / 127; q = x / d rounded, halves away from zero; d is stored as f16.</summary>
internal static class Q8Quantizer
{
    private const float LargestBelowHalf = 0.49999997f;

    /// <summary>Quantizes one block, and returns its scale: NaN, with all q zero, where a value is not finite.</summary>
    public static Half Quantize(ReadOnlySpan<float> values, Span<sbyte> quantized)
    {
        float scale = BlockScale.Magnitude(values) / 127f;
        float inverse = BlockScale.Inverse(scale);
        for (int i = 0; i < values.Length; i++)
            quantized[i] = inverse == 0f ? (sbyte)0 : (sbyte)RoundHalfAway(values[i] * inverse);
        return (Half)scale;
    }

    // Cutting off x ± 0.5 would round 0.49999997 up to 1, because that sum is not a float. With the next smaller float it is right for all.
    private static int RoundHalfAway(float value) => (int)(value + MathF.CopySign(LargestBelowHalf, value));
}
