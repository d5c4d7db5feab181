using System.Diagnostics.Metrics;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>Counts durations, in seconds, by size; safe for all threads.</summary>
public sealed class Histogram
{
    /// <summary>Bounds for what may take from a millisecond to two minutes.</summary>
    internal static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly string _name, _help;
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private readonly Histogram<double> _exported;
    private readonly Lock _gate = new();
    private double _sum;

    /// <summary>One without observations.</summary>
    /// <param name="name">The family's name.</param>
    /// <param name="help">What it measures.</param>
    /// <param name="bounds">Upper bounds of the buckets, seconds, ascending; null for those from a millisecond to two minutes.</param>
    public Histogram(string name, string help, double[]? bounds = null)
    {
        (_name, _help, _bounds) = (name, help, bounds ?? Seconds);
        _counts = new long[_bounds.Length + 1];
        _exported = ProductMeter.Meter.CreateHistogram(name, "s", help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = _bounds });
    }

    /// <summary>Counts one.</summary>
    public void Observe(double value)
    {
        _exported.Record(value);
        int bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    /// <summary>Appends it to a page.</summary>
    public void Write(MetricsPage page)
    {
        page.Begin(_name, _help, "histogram");
        lock (_gate)
        {
            long below = 0;
            for (int i = 0; i < _bounds.Length; i++)
            {
                below += _counts[i];
                page.Sample($"{_name}_bucket", below, new MetricLabel("le", _bounds[i]));
            }
            below += _counts[^1];
            page.Sample($"{_name}_bucket", below, new MetricLabel("le", "+Inf"));
            page.Sample($"{_name}_sum", _sum);
            page.Sample($"{_name}_count", below);
        }
    }
}
