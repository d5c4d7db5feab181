namespace ElasticMoE.Kernels.Numbers;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). Having no
/// state, a draw depends only on its key and counter: the same on any machine, after any failure, in any order.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>Uniform in [0, 1), a multiple of 2^-53, for the token that goes to <paramref name="position"/>.</summary>
    public static double Uniform(ulong seed, uint choice, long position)
    {
        var counter = new PhiloxBlock((uint)position, (uint)((ulong)position >> 32), choice, 0);
        PhiloxBlock block = Generate(counter, (uint)seed, (uint)(seed >> 32));
        ulong bits = (ulong)block.X0 << 32 | block.X1;
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The generator itself: ten rounds over the counter under the key.</summary>
    public static PhiloxBlock Generate(PhiloxBlock counter, uint key0, uint key1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter.X0, product1 = (ulong)Multiplier1 * counter.X2;
            counter = new PhiloxBlock(
                (uint)(product1 >> 32) ^ counter.X1 ^ key0, (uint)product1,
                (uint)(product0 >> 32) ^ counter.X3 ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return counter;
    }
}
