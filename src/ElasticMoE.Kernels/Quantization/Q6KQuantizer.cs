using System.Buffers.Binary;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>
/// Quantizes to Q6_K. Each 16 values get the scale, of a few beside largest / −32, that gives the smallest squared error weighted by the
/// value's square (for fixed whole numbers q the best one is Σ w·x·q / Σ w·q²); the 16 scales are then stored in 8 bits with a common factor.
/// </summary>
internal static class Q6KQuantizer
{
    private const int Parts = 16;
    private const int PartValues = 16;
    private const int Candidates = 9;

    /// <summary>Quantizes 256 values to 210 bytes. A value that is not finite makes the common factor NaN.</summary>
    public static void Quantize(ReadOnlySpan<float> values, Span<byte> block)
    {
        block.Clear();
        Span<float> scales = stackalloc float[Parts];
        float largest = 0;
        for (int part = 0; part < Parts; part++)
        {
            scales[part] = BestScale(values.Slice(part * PartValues, PartValues));
            if (MathF.Abs(scales[part]) > MathF.Abs(largest) || float.IsNaN(scales[part]))
                largest = scales[part];
        }

        var d = (Half)(largest / -128f);
        BinaryPrimitives.WriteHalfLittleEndian(block[208..], d);
        float inverse = BlockScale.Inverse((float)d);
        if (inverse == 0f)
            return;
        for (int part = 0; part < Parts; part++)
            QuantizePart(values.Slice(part * PartValues, PartValues), part, (Factor: (float)d, Scale: Round(scales[part] * inverse, -128, 127)), block);
    }

    private static void QuantizePart(ReadOnlySpan<float> values, int part, (float Factor, int Scale) step, Span<byte> block)
    {
        block[192 + part] = (byte)(sbyte)step.Scale;
        float inverse = BlockScale.Inverse(step.Factor * step.Scale);
        for (int i = 0; i < PartValues; i++)
            Store(block, (part * PartValues) + i, Round(values[i] * inverse, -32, 31) + 32);
    }

    private static void Store(Span<byte> block, int i, int bits)
    {
        (int half, int rest) = Math.DivRem(i, 128);
        (int quarter, int at) = Math.DivRem(rest, 32);
        block[(half * 64) + (quarter % 2 * 32) + at] |= (byte)((bits & 15) << (quarter < 2 ? 0 : 4));
        block[128 + (half * 32) + at] |= (byte)(bits >> 4 << (2 * quarter));
    }

    private static float BestScale(ReadOnlySpan<float> values)
    {
        float magnitude = BlockScale.Magnitude(values);
        float extreme = 0;
        foreach (float value in values)
        {
            if (MathF.Abs(value) == magnitude)
            {
                extreme = value;
                break;
            }
        }

        if (!float.IsFinite(magnitude) || BlockScale.Inverse(magnitude / 32f) == 0f)
            return float.IsNaN(magnitude) ? float.NaN : 0f;
        float best = 0, bestGain = -1;
        for (int candidate = 0; candidate < Candidates; candidate++)
        {
            (float products, float squares) = Sums(values, (-32f - (0.1f * (candidate - (Candidates / 2)))) / extreme);
            float gain = squares > 0 ? products * products / squares : 0;
            if (gain > bestGain)
                (best, bestGain) = (squares > 0 ? products / squares : 0, gain);
        }

        return best;
    }

    private static (float Products, float Squares) Sums(ReadOnlySpan<float> values, float inverse)
    {
        float products = 0, squares = 0;
        foreach (float value in values)
        {
            int q = Round(value * inverse, -32, 31);
            float weight = value * value;
            products += weight * value * q;
            squares += weight * q * q;
        }

        return (products, squares);
    }

    private static int Round(float value, int min, int max) => (int)Math.Clamp(MathF.Round(value, MidpointRounding.ToEven), min, max);
}
