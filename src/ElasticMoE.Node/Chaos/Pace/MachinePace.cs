namespace ElasticMoE.Node.Chaos.Pace;

/// <summary>How much processor time a run's door took, at any time.</summary>
/// <param name="samples">In order of time; nothing where that isn't known.</param>
internal sealed class MachinePace(IReadOnlyList<PaceSample> samples)
{
    /// <summary>Whether there is any.</summary>
    public bool IsKnown => samples.Count > 0;

    /// <summary>Processor time that it took from one moment to another, microseconds; null where readings don't reach that far, or another gateway has begun meanwhile.</summary>
    public double? TakenUs((long FromUs, long ToUs) span) => At(span.ToUs) - At(span.FromUs) is >= 0 and var taken ? taken : null;

    /// <summary>Between two readings it grows evenly.</summary>
    private double? At(long us)
    {
        int next = 0;
        while (next < samples.Count && samples[next].AtUs < us)
            next++;
        if (next == samples.Count || (next == 0 && samples[0].AtUs > us))
            return null;
        PaceSample after = samples[next], before = next == 0 ? after : samples[next - 1];
        return after.AtUs == before.AtUs ? after.DoorUs : before.DoorUs + (after.DoorUs - before.DoorUs) * (us - before.AtUs) / (after.AtUs - before.AtUs);
    }
}
