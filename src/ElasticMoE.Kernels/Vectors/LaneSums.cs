namespace ElasticMoE.Kernels.Vectors;

/// <summary>Sums in 16 lanes, the order every reduction uses: element i goes to lane i mod 16, then a fixed tree.</summary>
internal static class LaneSums
{
    /// <summary>Number of lanes, whatever the machine's vector width.</summary>
    public const int Lanes = 16;

    /// <summary>lane i += lane i+8, then i+4, i+2, i+1. Overwrites the lanes.</summary>
    public static float ScalarTree(Span<float> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        }
        return lanes[0];
    }
}
