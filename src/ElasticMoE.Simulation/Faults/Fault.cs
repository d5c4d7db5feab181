using System.Globalization;

namespace ElasticMoE.Simulation.Faults;

/// <summary>A fault of a history, drawn from its seed.</summary>
/// <param name="Number">Counts the history's faults; one may be left out by it.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="AtUs">When, µs of virtual time.</param>
/// <param name="ForUs">For how long, µs; or after how long a process that died starts again.</param>
/// <param name="Draws">The seed of what else it needs: which node, which router, how much.</param>
internal sealed record Fault(int Number, FaultKind Kind, long AtUs, long ForUs, ulong Draws)
{
    private const long StuckUs = 12_000_000;

    /// <summary>How long it lasts. One of four routers that hang does so for longer than any gateway waits.</summary>
    public long LastsUs => Kind == FaultKind.HangRouter && Draws % 4 == 0 ? StuckUs : ForUs;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}: {Kind} at {AtUs / 1000.0:0.0} ms for {ForUs / 1000.0:0.0} ms");
}
