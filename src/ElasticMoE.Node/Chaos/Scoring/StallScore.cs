using ElasticMoE.Node.Chaos.Load;

namespace ElasticMoE.Node.Chaos.Scoring;

/// <summary>How long faults are felt by those who read a stream.</summary>
internal static class StallScore
{
    private const long WindowUs = 10_000_000;

    /// <summary>
    /// For each client the longest gap between two tokens of one answer that overlaps the ten seconds after a fault, or the time until the next fault, minus that answer's
    /// median gap. A gap that is still open at the next fault is the next one's. A client of which no gap does says nothing.
    /// </summary>
    /// <param name="answers">All answers.</param>
    /// <param name="faultUs">When the fault began.</param>
    /// <param name="nextUs">When the next one did.</param>
    /// <returns>Milliseconds, one for each client.</returns>
    public static double[] After(IEnumerable<ChaosAnswer> answers, long faultUs, long nextUs)
    {
        long endUs = Math.Min(faultUs + WindowUs, nextUs);
        var longest = new SortedDictionary<int, double>();
        foreach (ChaosAnswer answer in answers)
        {
            if (answer.TokenUs.Count < 2 || answer.TokenUs[^1] < faultUs || answer.TokenUs[0] > endUs)
                continue;
            if (Of(answer.TokenUs, (faultUs, endUs, nextUs)) is { } stallMs)
                longest[answer.Stream] = Math.Max(stallMs, longest.GetValueOrDefault(answer.Stream));
        }
        return [.. longest.Values];
    }

    private static double? Of(IReadOnlyList<long> tokenUs, (long FaultUs, long EndUs, long NextUs) window)
    {
        (long From, long To)[] gaps = [.. tokenUs.Zip(tokenUs.Skip(1))];
        double[] hit = [.. gaps.Where(gap => gap.To >= window.FaultUs && gap.From <= window.EndUs && gap.To <= window.NextUs).Select(gap => (double)(gap.To - gap.From))];
        long[] ascending = [.. gaps.Select(gap => gap.To - gap.From).Order()];
        return hit.Length == 0 ? null : Math.Max(0, hit.Max() - ascending[ascending.Length / 2]) / 1000;
    }
}
