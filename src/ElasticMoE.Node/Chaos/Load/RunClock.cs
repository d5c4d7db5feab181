namespace ElasticMoE.Node.Chaos.Load;

/// <summary>Microseconds since a run began.</summary>
internal sealed class RunClock(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    public long NowUs => (long)clock.GetElapsedTime(_started).TotalMicroseconds;
}
