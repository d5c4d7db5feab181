using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking.Clusters;

/// <summary>Measures something that exchanges, and how much of the exchanges hid behind other work of the router.</summary>
internal sealed class OverlapMeasurement(IMeasurement measured, ExchangeCounts counts) : IMeasurement
{
    private long _us, _waitedUs;

    public string Name => measured.Name;

    /// <summary>Of all exchanges' time so far.</summary>
    public double OverlapPercent => _us == 0 ? 0 : 100 * (1 - (double)_waitedUs / _us);

    public double Measure()
    {
        (long us, long waitedUs) = (counts.Us, counts.WaitedUs);
        double rate = measured.Measure();
        (_us, _waitedUs) = (_us + counts.Us - us, _waitedUs + counts.WaitedUs - waitedUs);
        return rate;
    }
}
