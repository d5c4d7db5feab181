using System.Globalization;

namespace ElasticMoE.Simulation.Core;

/// <summary>Something that happened in a history.</summary>
/// <param name="AtUs">Virtual time, µs.</param>
/// <param name="Who">To or by whom.</param>
/// <param name="What">A clause.</param>
public readonly record struct TimelineEntry(long AtUs, string Who, string What)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AtUs / 1000.0,10:0.000} ms  {Who,-9}  {What}");
}
