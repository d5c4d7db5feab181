namespace ElasticMoE.Node.Measurement;

/// <summary>The rates one measurement reached, one a round.</summary>
internal sealed record RateSamples(string Name, IReadOnlyList<double> PerRound)
{
    public double Best => PerRound.Max();

    /// <summary>From the best round to the worst, as a share of the best.</summary>
    public double Spread => 1 - PerRound.Min() / Best;

    public double Median
    {
        get
        {
            double[] sorted = [.. PerRound.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
