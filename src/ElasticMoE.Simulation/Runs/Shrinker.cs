namespace ElasticMoE.Simulation.Runs;

/// <summary>Leaves faults and requests out of a history that breaks a promise, as long as it still breaks one.</summary>
public static class Shrinker
{
    /// <summary>Histories tried at most; each takes milliseconds.</summary>
    private const int TriesMax = 400;

    /// <summary>Finds a shorter history.</summary>
    /// <param name="failed">A history that breaks a promise.</param>
    /// <returns>One that breaks a promise too, recorded; none of its faults and requests can be left out alone.</returns>
    public static SimulationOutcome Shrink(SimulationOutcome failed)
    {
        SimulationOutcome best = failed;
        int tries = 0;
        for (bool shorter = true; shorter && tries < TriesMax;)
        {
            shorter = false;
            foreach (SimulationOptions options in Shorter(best))
            {
                SimulationOutcome outcome = HistoryRunner.Run(options);
                tries++;
                if (outcome.Violation is null && tries < TriesMax)
                    continue;
                shorter = outcome.Violation is not null;
                best = shorter ? outcome : best;
                break;
            }
        }
        return HistoryRunner.Run(best.Options with { IsRecording = true });
    }

    /// <summary>Halves first, then single ones.</summary>
    private static IEnumerable<SimulationOptions> Shorter(SimulationOutcome outcome)
    {
        SimulationOptions options = outcome.Options;
        int[] faults = [.. outcome.Faults.Select(fault => fault.Number)];
        int[] requests = [.. outcome.Requests];
        foreach (int[] fewer in Without(faults))
            yield return options with { Faults = fewer, Requests = requests };
        foreach (int[] fewer in Without(requests))
            yield return options with { Faults = faults, Requests = fewer };
    }

    private static IEnumerable<int[]> Without(int[] all)
    {
        for (int size = all.Length / 2; size > 0; size /= 2)
        {
            for (int first = 0; first < all.Length; first += size)
                yield return [.. all[..first], .. all[Math.Min(all.Length, first + size)..]];
        }
    }
}
