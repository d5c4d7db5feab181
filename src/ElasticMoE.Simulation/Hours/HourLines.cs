using System.Globalization;

namespace ElasticMoE.Simulation.Hours;

/// <summary>An hour, for people.</summary>
public static class HourLines
{
    private const double Megabyte = 1e6;

    /// <summary>A line for each thing counted: in all, and for each second of virtual time.</summary>
    public static IEnumerable<string> Of(HourReport hour)
    {
        yield return Line($"{hour.Nodes} nodes, {hour.Experts} experts in {hour.Layers} layers, {hour.Replicas} replicas, {hour.Routers} routers; {hour.LastedS:0} s of virtual time in {hour.TookS:0.0} s with {hour.MemoryBytesMax / Megabyte:0} MB");
        yield return Line($"{hour.Happened.Joined} nodes joined, {hour.Happened.Lost} were lost, {hour.Happened.Restarted} started again, routers woke {hour.Happened.TakenOver} standbys; load shifted {hour.Happened.Shifts} times, {hour.Happened.Commanded} commands");
        foreach ((string name, long count) in new[]
        {
            ("decisions", hour.Decisions), ("events", hour.Events), ("bytes of the journal", hour.JournalBytes), ("commands to nodes", hour.Commands), ("plans", (long)hour.Plans),
            ("maps", hour.Maps), ("bytes of maps to a router", hour.MapBytes), ("messages to the leader", hour.MessagesTaken), ("messages from the leader", hour.MessagesSent),
        })
            yield return Line($"  {name,-26} {count,12} {count / hour.LastedS,12:0.000} /s");
        yield return Line($"  {"bytes of the whole map",-26} {hour.WholeMapBytes,12}");
        yield return Line($"  leader: {100 * hour.LeaderS / hour.LastedS:0.00} % of a core, {hour.LeaderMsMax:0.0} ms at most at a time; plans: {hour.PlanMsP50:0.0} ms in the middle, {hour.PlanMsMax:0.0} ms at most");
        yield return Line($"  {hour.Simulated} simulated events, hash {hour.EventHash}");
        if (hour.Violation is { } broken)
            yield return $"  {broken}";
    }

    /// <summary>How far it has come.</summary>
    public static string Of(HourProgress progress) =>
        Line($"{progress.VirtualS:0} of {progress.OfS:0} s of virtual time in {progress.TookS:0} s, {progress.Events} events");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
