using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Tracing;
using ElasticMoE.Gateway.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ElasticMoE.Node.Probes;

/// <summary>Sends what `/metrics` shows to an OpenTelemetry collector, as OTLP over HTTP, every 15 s and at the end, and spans of sampled requests.</summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>The environment variable of OpenTelemetry that has the collector's address.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string SamplerVariable = "OTEL_TRACES_SAMPLER";
    private const double SampledShare = 0.01;

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15), s_last = TimeSpan.FromSeconds(3);

    private readonly Action<MetricsPage> _measure;
    private readonly Meter _meter = new($"{ProductMeter.Name}.Process");
    private readonly ConcurrentDictionary<string, MetricFamily> _newest = new(StringComparer.Ordinal);
    private readonly MeterProvider _provider;
    private readonly TracerProvider _spans;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();

    /// <summary>Begins to send.</summary>
    /// <param name="collector">The collector's address, without a path.</param>
    /// <param name="measure">Writes the metrics.</param>
    /// <param name="instance">Which process this is.</param>
    /// <param name="clock">When to measure.</param>
    public OtlpExport(Uri collector, Action<MetricsPage> measure, string instance, TimeProvider clock)
    {
        _measure = measure;
        Refresh();
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("emoe", serviceInstanceId: instance))
            .AddMeter(_meter.Name, ProductMeter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = new Uri(collector, "/v1/metrics");
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)s_every.TotalMilliseconds;
            })
            .Build();
        _spans = Spans(collector, instance);
        _timer = clock.CreateTimer(_ => Refresh(), null, s_every / 3, s_every / 3);
    }

    /// <summary>One to the collector that the environment names; null where it names none.</summary>
    /// <exception cref="InputException">That is no address (exit code: usage).</exception>
    public static OtlpExport? FromEnvironment(Action<MetricsPage> measure, string instance, TimeProvider clock)
    {
        if (Environment.GetEnvironmentVariable(EndpointVariable) is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? collector) && collector.Scheme is ("http" or "https")
            ? new(collector, measure, instance, clock)
            : throw new InputException(EndpointVariable, $"'{text}' is no address like http://HOST:PORT", ExitCode.Usage);
    }

    /// <summary>Sends now.</summary>
    /// <returns>Whether the collector took it in time.</returns>
    public bool Flush(TimeSpan limit)
    {
        Refresh();
        int limitMs = (int)limit.TotalMilliseconds;
        return _provider.ForceFlush(limitMs) & _spans.ForceFlush(limitMs);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Flush(s_last);
        _provider.Dispose();
        _spans.Dispose();
        _meter.Dispose();
    }

    /// <summary>A request is traced where its sender says so, else one in a hundred is, unless OpenTelemetry's variable names another sampler.</summary>
    private static TracerProvider Spans(Uri collector, string instance)
    {
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("emoe", serviceInstanceId: instance))
            .AddSource(Traces.SourceName)
            .AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = new Uri(collector, "/v1/traces");
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            });
        if (Environment.GetEnvironmentVariable(SamplerVariable) is not { Length: > 0 })
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(SampledShare)));
        return builder.Build();
    }

    /// <summary>Measures, and makes an instrument of each metric that hasn't been seen before: some come only with the lead.</summary>
    private void Refresh()
    {
        var page = new MetricsPage();
        _measure(page);
        lock (_gate)
        {
            foreach (MetricFamily family in page.Families)
            {
                bool isNew = !_newest.ContainsKey(family.Name);
                _newest[family.Name] = family;
                if (isNew)
                    Register(family);
            }
            // What isn't measured any more has no value; its instrument stays.
            foreach (string gone in _newest.Keys.Except(page.Families.Select(family => family.Name)))
                _newest[gone] = _newest[gone] with { Samples = [] };
        }
    }

    private void Register(MetricFamily family)
    {
        if (family.OnlyGrows)
            _meter.CreateObservableCounter(family.Name, () => Values(family.Name), unit: null, family.Help);
        else
            _meter.CreateObservableGauge(family.Name, () => Values(family.Name), unit: null, family.Help);
    }

    private IEnumerable<Measurement<double>> Values(string name) => _newest[name].Samples
        .Select(sample => new Measurement<double>(sample.Value, sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value))));
}
