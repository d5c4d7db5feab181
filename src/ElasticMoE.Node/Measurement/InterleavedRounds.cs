namespace ElasticMoE.Node.Measurement;

/// <summary>
/// Takes every measurement once a round, in turn, so that what disturbs the machine for a while disturbs a figure and its denominator alike. One
/// round before the first is thrown away: it compiles code and populates pages.
/// </summary>
internal static class InterleavedRounds
{
    public static IReadOnlyList<RateSamples> Run(IReadOnlyList<IMeasurement> measurements, int rounds, Action<int, string> onStart, CancellationToken cancelled)
    {
        var rates = measurements.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round <= rounds; round++)
        {
            for (int i = 0; i < measurements.Count; i++)
            {
                cancelled.ThrowIfCancellationRequested();
                onStart(round * measurements.Count + i, measurements[i].Name);
                double rate = measurements[i].Measure();
                if (round > 0)
                    rates[i].Add(rate);
            }
        }
        return [.. measurements.Select((measurement, i) => new RateSamples(measurement.Name, rates[i]))];
    }
}
