namespace ElasticMoE.Model.Configuration;

/// <summary>
/// Inverse frequencies of every rope kind. Tensors of the reference are f32, its scalars f64: each operation here rounds where the
/// reference's does, which is why divisions by a tensor are a reciprocal and a product.
/// </summary>
internal static class RopeFrequencies
{
    /// <summary>Radians per position of each pair, and what cos and sin are multiplied by.</summary>
    /// <param name="rope">The fields.</param>
    /// <param name="dimensions">Rotated elements of a head, even.</param>
    public static (float[] Inverse, float AttentionFactor) Compute(RopeParameters rope, int dimensions)
    {
        float[] positions = Positions(rope.Theta, dimensions);
        return rope.Kind switch
        {
            RopeKind.Linear => (Linear(rope, positions), 1),
            RopeKind.Llama3 => (Llama3(rope, positions), 1),
            RopeKind.Yarn => (Yarn(rope, positions, dimensions), YarnAttentionFactor(rope)),
            _ => (Array.ConvertAll(positions, frequency => 1f / frequency), 1),
        };
    }

    /// <summary>Yarn's magnitude for a scaling factor: 0.1 · mscale · ln(factor) + 1.</summary>
    public static double Mscale(double factor, double mscale) => factor <= 1 ? 1 : 0.1 * mscale * Math.Log(factor) + 1;

    /// <summary>theta to the power of 2i / dimensions.</summary>
    private static float[] Positions(double theta, int dimensions)
    {
        float[] frequencies = new float[dimensions / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            float exponent = (float)(2 * i) / dimensions;
            frequencies[i] = (float)Math.Pow((float)theta, exponent);
        }
        return frequencies;
    }

    private static float[] Linear(RopeParameters rope, float[] positions)
    {
        float factor = (float)rope.Factor;
        return Array.ConvertAll(positions, frequency => 1f / frequency / factor);
    }

    /// <summary>Llama 3.1: long waves are slowed by the factor, short ones kept, those between interpolated.</summary>
    private static float[] Llama3(RopeParameters rope, float[] positions)
    {
        float factor = (float)rope.Factor, low = (float)rope.LowFrequencyFactor;
        float lowWave = (float)(rope.OriginalPositions / rope.LowFrequencyFactor);
        float highWave = (float)(rope.OriginalPositions / rope.HighFrequencyFactor);
        float range = (float)(rope.HighFrequencyFactor - rope.LowFrequencyFactor);
        return Array.ConvertAll(positions, frequency =>
        {
            float inverse = 1f / frequency;
            float wave = 1f / inverse * (float)(2 * Math.PI);
            if (wave > lowWave)
                return inverse / factor;
            if (wave < highWave)
                return inverse;
            float smooth = (1f / wave * rope.OriginalPositions - low) / range;
            return (1f - smooth) * inverse / factor + smooth * inverse;
        });
    }

    /// <summary>Yarn (arXiv:2309.00071): a ramp between kept and slowed frequencies.</summary>
    private static float[] Yarn(RopeParameters rope, float[] positions, int dimensions)
    {
        (double low, double high) = YarnRange(rope, dimensions);
        float lowest = (float)low, width = (float)(high - low), factor = (float)rope.Factor;
        float[] inverse = new float[positions.Length];
        for (int i = 0; i < inverse.Length; i++)
        {
            float ramp = Math.Clamp((i - lowest) / width, 0f, 1f);
            float kept = 1f - ramp;
            float slowed = 1f / (factor * positions[i]);
            inverse[i] = slowed * (1f - kept) + 1f / positions[i] * kept;
        }
        return inverse;
    }

    private static (double Low, double High) YarnRange(RopeParameters rope, int dimensions)
    {
        double low = YarnDimension(rope, rope.BetaFast, dimensions);
        double high = YarnDimension(rope, rope.BetaSlow, dimensions);
        if (rope.Truncate)
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, dimensions - 1));
        return low == high ? (low, high + 0.001) : (low, high);
    }

    /// <summary>The dimension whose wave turns that often within the original positions.</summary>
    private static double YarnDimension(RopeParameters rope, double rotations, int dimensions) =>
        dimensions * Math.Log(rope.OriginalPositions / (rotations * 2 * Math.PI)) / (2 * Math.Log(rope.Theta));

    private static float YarnAttentionFactor(RopeParameters rope)
    {
        if (rope.AttentionFactor is { } given)
            return (float)given;
        return rope.Mscale != 0 && rope.MscaleAllDim != 0
            ? (float)(Mscale(rope.Factor, rope.Mscale) / Mscale(rope.Factor, rope.MscaleAllDim))
            : (float)Mscale(rope.Factor, 1);
    }
}
