namespace ElasticMoE.Kernels.Tests.Quantization;

/// <summary>
/// Q8_0 and Q4_0 as ggml's quantize_row_q8_0_ref and quantize_row_q4_0_ref define them, in the simplest possible terms and
/// independent of the product's quantizers.
/// </summary>
internal static class GgufReference
{
    /// <summary>The values that 32 weights become.</summary>
    public static float[] Dequantized(WeightFormat format, ReadOnlySpan<float> block) =>
        format == WeightFormat.Q8 ? Q8(block.ToArray()) : Q4(block.ToArray());

    private static float[] Q8(float[] block)
    {
        float scale = block.Max(MathF.Abs) / 127f;
        float inverse = scale != 0f ? 1f / scale : 0f;
        return Array.ConvertAll(block, x => (float)(Half)scale * Quantized(inverse, () => MathF.Round(x * inverse, MidpointRounding.AwayFromZero)));
    }

    private static float[] Q4(float[] block)
    {
        float extreme = block.MaxBy(MathF.Abs);
        float scale = extreme / -8f;
        float inverse = scale != 0f ? 1f / scale : 0f;
        return Array.ConvertAll(block, x => (float)(Half)scale * Quantized(inverse, () => MathF.Min(15f, MathF.Truncate((x * inverse) + 8.5f)) - 8f));
    }

    // Where the scale is so small that its inverse overflows, ggml's result is undefined; the scale is zero in f16 then.
    private static float Quantized(float inverse, Func<float> quantize) => float.IsInfinity(inverse) ? 0f : quantize();
}
