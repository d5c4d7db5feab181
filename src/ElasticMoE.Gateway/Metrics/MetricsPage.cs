using System.Globalization;
using System.Text;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>Metrics at a moment, in the order in which they are written, each once; as text it is what Prometheus reads, version 0.0.4.</summary>
public sealed class MetricsPage
{
    /// <summary>The text's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private readonly List<MetricFamily> _families = [];

    /// <summary>Gauges and counters; histograms are in the text alone.</summary>
    public IReadOnlyList<MetricFamily> Families => _families;

    /// <summary>Writes a value that goes up and down.</summary>
    public void Gauge(string name, string help, double value) => Gauges(name, help, [new(value)]);

    /// <summary>Writes a value that only grows, until its process starts again.</summary>
    public void Counter(string name, string help, double value) => Counters(name, help, [new(value)]);

    /// <summary>Writes values that go up and down.</summary>
    public void Gauges(string name, string help, IEnumerable<MetricSample> samples) => Add(new(name, help, OnlyGrows: false, [.. samples]));

    /// <summary>Writes values that only grow.</summary>
    public void Counters(string name, string help, IEnumerable<MetricSample> samples) => Add(new(name, help, OnlyGrows: true, [.. samples]));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    internal void Begin(string name, string help, string type) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    internal void Sample(string name, double value, params ReadOnlySpan<MetricLabel> labels)
    {
        _text.Append(name);
        for (int i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i]);
        _text.Append(labels.Length > 0 ? "}" : "").Append(CultureInfo.InvariantCulture, $" {value}\n");
    }

    private void Add(MetricFamily family)
    {
        _families.Add(family);
        Begin(family.Name, family.Help, family.OnlyGrows ? "counter" : "gauge");
        foreach (MetricSample sample in family.Samples)
            Sample(family.Name, sample.Value, [.. sample.Labels]);
    }
}
