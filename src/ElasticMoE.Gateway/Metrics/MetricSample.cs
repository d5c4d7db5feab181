namespace ElasticMoE.Gateway.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">What tells it from the metric's others.</param>
public sealed record MetricSample(double Value, params IReadOnlyList<MetricLabel> Labels);
