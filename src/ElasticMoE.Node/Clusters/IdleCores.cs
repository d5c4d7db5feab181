namespace ElasticMoE.Node.Clusters;

/// <summary>Says whether processes leave some of the machine's cores to others.</summary>
/// <param name="cores">Of the machine.</param>
/// <param name="used">Processor time that the processes have taken so far; those that have ended may be missing.</param>
/// <param name="clock">Measures the time between two looks.</param>
internal sealed class IdleCores(int cores, Func<TimeSpan> used, TimeProvider clock)
{
    private const double BusyShare = 0.75;

    private long _at = clock.GetTimestamp();
    private TimeSpan _used = used();

    /// <summary>Whether they have used less than three quarters of the cores since the last look; null where one has ended meanwhile, and its time with it.</summary>
    public bool? AreSome()
    {
        long at = clock.GetTimestamp();
        TimeSpan now = used(), taken = now - _used, passed = clock.GetElapsedTime(_at, at);
        (_at, _used) = (at, now);
        return taken < TimeSpan.Zero ? null : taken < BusyShare * cores * passed;
    }
}
