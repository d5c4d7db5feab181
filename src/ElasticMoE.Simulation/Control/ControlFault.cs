using System.Globalization;

namespace ElasticMoE.Simulation.Control;

/// <summary>A fault of a history, drawn from its seed.</summary>
/// <param name="Number">Counts the history's faults; one may be left out by it.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="AtMs">When, after the cluster is formed.</param>
/// <param name="ForMs">For how long.</param>
/// <param name="Draws">The seed of what else it needs.</param>
internal sealed record ControlFault(int Number, ControlFaultKind Kind, long AtMs, long ForMs, ulong Draws)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}: {Kind} at {AtMs} ms for {ForMs} ms");
}
