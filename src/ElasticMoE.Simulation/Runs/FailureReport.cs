using System.Globalization;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Runs;

/// <summary>What a person needs to understand a broken promise: which, how to see it again, and what happened, in order.</summary>
public static class FailureReport
{
    /// <summary>How many entries before the broken promise are shown; `--timeline` shows all.</summary>
    private const int EntriesMax = 60;

    /// <summary>The lines of a report.</summary>
    /// <param name="failed">The seed's own history.</param>
    /// <param name="shrunk">The shortest one found.</param>
    public static IEnumerable<string> Lines(SimulationOutcome failed, SimulationOutcome shrunk)
    {
        yield return $"seed {failed.Options.Seed}: {failed.Violation}";
        yield return $"  again:  {Command(failed.Options)}";
        yield return $"  shrunk: {Command(shrunk.Options)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"  {shrunk.Faults.Count} of {failed.Faults.Count} faults, {shrunk.Requests.Count} of {failed.Requests.Count} requests, {shrunk.Events} events: {shrunk.Violation}");
        foreach ((int _, string text) in shrunk.Faults)
            yield return $"  fault {text}";
        int first = Math.Max(0, shrunk.Timeline.Count - EntriesMax);
        if (first > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"  ({first} entries before; --timeline shows them)");
        foreach (TimelineEntry entry in shrunk.Timeline.Skip(first))
            yield return $"  {entry}";
    }

    /// <summary>The command that runs a history again.</summary>
    public static string Command(SimulationOptions options)
    {
        string command = string.Create(CultureInfo.InvariantCulture, $"emoe simulate --seeds 1 --start {options.Seed}");
        if (options.Plane == SimulatedPlane.Control)
            command += " --plane control";
        if (options.Nodes > 0)
            command += string.Create(CultureInfo.InvariantCulture, $" --nodes {options.Nodes}");
        if (options.Bug != PlantedBug.None)
            command += $" --bug {options.Bug}";
        if (options.Faults is { } faults)
            command += $" --faults {List(faults)}";
        return options.Requests is { } requests ? $"{command} --requests {List(requests)}" : command;
    }

    private static string List(IReadOnlyList<int> numbers) => numbers.Count == 0 ? "none" : string.Join(',', numbers);
}
