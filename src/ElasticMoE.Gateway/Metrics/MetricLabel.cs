using System.Globalization;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>What tells the values of one metric apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MetricLabel(string Name, object Value)
{
    /// <summary>As Prometheus reads it.</summary>
    public override string ToString() => $"{Name}=\"{Escape(Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "")}\"";

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
