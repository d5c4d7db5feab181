namespace ElasticMoE.DataPlane.Links;

/// <summary>Time as the machines take it.</summary>
internal static class MonotonicClock
{
    /// <summary>Monotonic time, µs.</summary>
    public static long NowUs(this TimeProvider clock) => (long)(clock.GetTimestamp() * (1e6 / clock.TimestampFrequency));
}
