namespace ElasticMoE.Engine.Tests.Sampling;

/// <summary>Pearson's test of counts against expectations.</summary>
internal static class ChiSquare
{
    public static double Of(ReadOnlySpan<int> counts, Func<int, double> expected)
    {
        double sum = 0;
        for (int i = 0; i < counts.Length; i++)
            sum += (counts[i] - expected(i)) * (counts[i] - expected(i)) / expected(i);
        return sum;
    }

    /// <summary>The value a true hypothesis exceeds about once in ten thousand times (Wilson and Hilferty's approximation).</summary>
    public static double Critical(int degreesOfFreedom)
    {
        double k = degreesOfFreedom, root = 1 - 2 / (9 * k) + 3.72 * Math.Sqrt(2 / (9 * k));
        return k * root * root * root;
    }
}
