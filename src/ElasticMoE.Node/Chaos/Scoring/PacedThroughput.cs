using ElasticMoE.Node.Chaos.Pace;

namespace ElasticMoE.Node.Chaos.Scoring;

/// <summary>
/// Throughput at equal pace: tokens a second times the processor time that the door takes for a token, which grows as the machine slows. So it is how much of the time the door
/// works; a cluster that has lost something lets it wait. Where the door's time isn't known, throughput stands as it is.
/// </summary>
internal sealed class PacedThroughput(TokenFlow flow, MachinePace pace)
{
    private const long StrideUs = 1_000_000;

    /// <summary>Processor time that the door takes for a token, microseconds; null where that isn't known.</summary>
    public double? DoorUs((long FromUs, long ToUs) span) => flow.Count(span) is > 0 and var tokens ? pace.TakenUs(span) / tokens : null;

    /// <summary>What one time comes to of another; null where that can't be said.</summary>
    public double? Share((long FromUs, long ToUs) before, (long FromUs, long ToUs) after) => Share([before], [after]);

    /// <summary>
    /// The lowest share that a stretch of an undisturbed time comes to of the rest of it: what a time of this length comes to by itself. Stretches begin each second. Null where
    /// that can't be said.
    /// </summary>
    /// <param name="time">In which nothing is done.</param>
    /// <param name="lengthUs">Of a stretch; less than the time's.</param>
    public double? LowestShare((long FromUs, long ToUs) time, long lengthUs)
    {
        double? lowest = null;
        for (long fromUs = time.FromUs; fromUs + lengthUs <= time.ToUs; fromUs += StrideUs)
        {
            double? share = Share([(time.FromUs, fromUs), (fromUs + lengthUs, time.ToUs)], [(fromUs, fromUs + lengthUs)]);
            lowest = share is null || lowest < share ? lowest : share;
        }
        return lowest;
    }

    private double? Share((long FromUs, long ToUs)[] of, (long FromUs, long ToUs)[] what) => Of(of) is > 0 and var whole ? Of(what) / whole : null;

    private double? Of((long FromUs, long ToUs)[] spans)
    {
        double? work = 0;
        foreach ((long FromUs, long ToUs) span in spans)
            work += pace.IsKnown ? pace.TakenUs(span) : flow.Count(span);
        long lengthUs = spans.Sum(span => span.ToUs - span.FromUs);
        return lengthUs > 0 ? work / lengthUs : null;
    }
}
