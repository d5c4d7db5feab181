using ElasticMoE.Gateway.Metrics;

namespace ElasticMoE.Node.Clusters;

/// <summary>A role at work in this process.</summary>
internal interface IClusterHost : IDisposable
{
    /// <summary>Ends with the role; faulted where it can't go on.</summary>
    Task Running { get; }

    /// <summary>Why it can't do its work now though it has started; null while it can. Safe for all threads.</summary>
    string? Fault => null;

    /// <summary>Writes what the role counts; docs/metrics.md lists it. Safe for all threads.</summary>
    void Measure(MetricsPage page);

    /// <summary>Takes no further work.</summary>
    /// <param name="isEverybody">Whether the other members are ending as well.</param>
    /// <returns>Completes when what is under way has ended.</returns>
    Task DrainAsync(bool isEverybody);
}
