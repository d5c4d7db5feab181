using System.Globalization;
using System.Text;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>A page in the text format that Prometheus reads, version 0.0.4: families in the order in which they are written, each once.</summary>
public sealed class MetricsPage
{
    /// <summary>The page's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a value that goes up and down.</summary>
    public void Gauge(string name, string help, double value) => Gauges(name, help, [("", value)]);

    /// <summary>Writes a value that only grows, until its process starts again.</summary>
    public void Counter(string name, string help, double value) => Counters(name, help, [("", value)]);

    /// <summary>Writes values that go up and down, each under its labels (<see cref="Label"/>).</summary>
    public void Gauges(string name, string help, IEnumerable<(string Labels, double Value)> samples) => Family(name, help, "gauge", samples);

    /// <summary>Writes values that only grow, each under its labels (<see cref="Label"/>).</summary>
    public void Counters(string name, string help, IEnumerable<(string Labels, double Value)> samples) => Family(name, help, "counter", samples);

    /// <summary>A label; several stand side by side, divided by commas.</summary>
    public static string Label(string name, object value) => string.Create(
        CultureInfo.InvariantCulture, $"{name}=\"{$"{value}".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    internal void Begin(string name, string help, string type) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    internal void Sample(string name, string labels, double value) =>
        _text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");

    private void Family(string name, string help, string type, IEnumerable<(string Labels, double Value)> samples)
    {
        Begin(name, help, type);
        foreach ((string labels, double value) in samples)
            Sample(name, labels, value);
    }
}
