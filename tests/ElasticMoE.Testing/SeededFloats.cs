namespace ElasticMoE.Testing;

/// <summary>Floats from a seed: ordinary values, and on demand special ones, each kind about once in 32.</summary>
public sealed class SeededFloats(int seed)
{
    private static readonly float[] NotFiniteValues = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
    private readonly Random _random = new(seed);

    /// <summary>An array of <paramref name="length"/> values.</summary>
    public float[] Take(int length, FloatKinds kinds = FloatKinds.Ordinary)
    {
        float[] values = new float[length];
        Fill(values, kinds);
        return values;
    }

    /// <summary>Overwrites all elements.</summary>
    public void Fill(Span<float> values, FloatKinds kinds = FloatKinds.Ordinary)
    {
        foreach (ref float value in values)
            value = Next(kinds);
    }

    /// <summary>One value.</summary>
    public float Next(FloatKinds kinds = FloatKinds.Ordinary)
    {
        var kind = (FloatKinds)(1 << _random.Next(32));
        return (kind & kinds) switch
        {
            FloatKinds.Zeros => _random.Next(2) == 0 ? 0f : -0f,
            FloatKinds.Subnormals => Signed(BitConverter.UInt32BitsToSingle((uint)_random.Next(1, 1 << 23))),
            FloatKinds.Large => Signed((float)Math.Pow(10, 30 * _random.NextDouble())),
            FloatKinds.NotFinite => NotFiniteValues[_random.Next(NotFiniteValues.Length)],
            _ => Ordinary(),
        };
    }

    private float Signed(float magnitude) => _random.Next(2) == 0 ? magnitude : -magnitude;

    // The sum of four uniform values is close enough to a bell curve for activations and weights.
    private float Ordinary() =>
        2f * (_random.NextSingle() + _random.NextSingle() + _random.NextSingle() + _random.NextSingle() - 2f);
}
