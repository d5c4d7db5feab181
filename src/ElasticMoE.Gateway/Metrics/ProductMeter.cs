using System.Diagnostics.Metrics;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>The meter of the product's histograms, for exporters that listen to it; where none does a record costs nothing.</summary>
public static class ProductMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "ElasticMoE";

    internal static Meter Meter { get; } = new(Name);
}
