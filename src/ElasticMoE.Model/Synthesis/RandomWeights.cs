using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Model.Synthesis;

/// <summary>
/// bfloat16 values spread like a bell curve: value i of tensor t depends on (seed, t, i) alone. Each 64-bit hash picks four entries of
/// a table, which is what makes gigabytes a matter of seconds.
/// </summary>
internal sealed class RandomWeights(ulong seed)
{
    private const float Deviation = 0.02f;
    private const int TableBits = 16;
    private const int ValuesPerHash = 64 / TableBits;
    private const int UniformsPerValue = 12;

    private readonly ushort[] _aroundZero = Table(0);
    private readonly ushort[] _aroundOne = Table(1);

    /// <summary>Fills with values <paramref name="first"/> and following of a tensor; <paramref name="first"/> is a multiple of four.</summary>
    public void Fill(int tensor, long first, bool aroundOne, Span<ushort> values)
    {
        ReadOnlySpan<ushort> table = aroundOne ? _aroundOne : _aroundZero;
        ulong counter = Hash(seed ^ Hash((ulong)tensor + 1)) + (ulong)(first / ValuesPerHash);
        int i = 0;
        for (; i + ValuesPerHash <= values.Length; i += ValuesPerHash)
        {
            ulong hash = Hash(counter++);
            values[i] = table[(ushort)hash];
            values[i + 1] = table[(ushort)(hash >> TableBits)];
            values[i + 2] = table[(ushort)(hash >> (2 * TableBits))];
            values[i + 3] = table[(ushort)(hash >> (3 * TableBits))];
        }
        for (ulong hash = Hash(counter); i < values.Length; i++, hash >>= TableBits)
            values[i] = table[(ushort)hash];
    }

    // Twelve uniform values have variance one together; their sum is a good bell curve without a logarithm.
    private static ushort[] Table(float mean)
    {
        ushort[] table = new ushort[1 << TableBits];
        ulong counter = 0;
        for (int i = 0; i < table.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < UniformsPerValue; j++)
                sum += Hash(counter++) * (1.0 / ulong.MaxValue) - 0.5;
            table[i] = BFloat16.FromSingle((float)(mean + Deviation * sum));
        }
        return table;
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) on a Weyl sequence.</summary>
    private static ulong Hash(ulong counter)
    {
        ulong z = unchecked(counter * 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
