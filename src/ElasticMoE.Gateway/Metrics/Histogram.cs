using System.Globalization;
using System.Text;

namespace ElasticMoE.Gateway.Metrics;

/// <summary>Counts values, in seconds, by size.</summary>
internal sealed class Histogram(string name, string help, double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly Lock _gate = new();
    private double _sum;

    public void Observe(double value)
    {
        int bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    /// <summary>Appends it in the text format that Prometheus reads.</summary>
    public void Write(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} histogram\n");
        lock (_gate)
        {
            long below = 0;
            for (int i = 0; i < bounds.Length; i++)
            {
                below += _counts[i];
                page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{bounds[i]}\"}} {below}\n");
            }
            below += _counts[^1];
            page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"+Inf\"}} {below}\n{name}_sum {_sum}\n{name}_count {below}\n");
        }
    }
}
