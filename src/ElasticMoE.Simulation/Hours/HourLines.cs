using System.Globalization;

namespace ElasticMoE.Simulation.Hours;

/// <summary>An hour, for people.</summary>
public static class HourLines
{
    /// <summary>A line for each thing counted: in all, and for each second of virtual time.</summary>
    public static IEnumerable<string> Of(HourReport hour)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{hour.Nodes} nodes and as many experts, {hour.LastedS:0} s of virtual time in {hour.TookS:0.0} s; {hour.NodeChanges} nodes joined, were lost or started again");
        foreach ((string name, long count) in new[]
        {
            ("decisions", hour.Decisions), ("events", hour.Events), ("commands to nodes", hour.Commands), ("plans", hour.Plans),
            ("maps", hour.Maps), ("bytes of maps to a router", hour.MapBytes), ("messages", hour.Messages),
        })
            yield return string.Create(CultureInfo.InvariantCulture, $"  {name,-26} {count,12} {count / hour.LastedS,12:0.000} /s");
        yield return string.Create(CultureInfo.InvariantCulture, $"  {"bytes of the whole map",-26} {hour.WholeMapBytes,12}");
        if (hour.Violation is { } broken)
            yield return $"  {broken}";
    }
}
