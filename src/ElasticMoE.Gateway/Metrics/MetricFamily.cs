namespace ElasticMoE.Gateway.Metrics;

/// <summary>A metric with all its values at a moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it is.</param>
/// <param name="OnlyGrows">Whether it is a counter; else a gauge.</param>
/// <param name="Samples">Its values.</param>
public sealed record MetricFamily(string Name, string Help, bool OnlyGrows, IReadOnlyList<MetricSample> Samples);
