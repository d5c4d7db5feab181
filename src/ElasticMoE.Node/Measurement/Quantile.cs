namespace ElasticMoE.Node.Measurement;

/// <summary>Quantiles by nearest rank.</summary>
internal static class Quantile
{
    /// <summary>The given part (0 to 1) of the values lies at or below the result; 0 where there are none.</summary>
    public static double Of(IReadOnlyList<double> ascending, double part) =>
        ascending.Count == 0 ? 0 : ascending[Math.Max(0, (int)Math.Ceiling(part * ascending.Count) - 1)];
}
