using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>Messages per second of an echo, one at a time or as a stream.</summary>
internal sealed class EchoMeasurement(IEcho echo, bool isStream, int count, TimeProvider clock) : IMeasurement
{
    public string Name => $"{echo.Name}, {(isStream ? "throughput" : "round trip")}";

    public double Measure()
    {
        long started = clock.GetTimestamp();
        if (isStream)
            echo.Stream(count);
        else
            echo.RoundTrips(count);
        return count / clock.GetElapsedTime(started).TotalSeconds;
    }
}
