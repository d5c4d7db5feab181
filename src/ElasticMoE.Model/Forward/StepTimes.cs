namespace ElasticMoE.Model.Forward;

/// <summary>How long the phases of all steps took together. One thread counts, any reads.</summary>
/// <param name="clock">Measures.</param>
public sealed class StepTimes(TimeProvider clock)
{
    private readonly long[] _ticks = new long[Enum.GetValues<StepPhase>().Length];

    /// <summary>Seconds of a phase since the start.</summary>
    public double Seconds(StepPhase phase) => Volatile.Read(ref _ticks[(int)phase]) / (double)clock.TimestampFrequency;

    internal long Now => clock.GetTimestamp();

    internal void Add(StepPhase phase, long since)
    {
        ref long ticks = ref _ticks[(int)phase];
        Volatile.Write(ref ticks, ticks + Now - since);
    }
}
