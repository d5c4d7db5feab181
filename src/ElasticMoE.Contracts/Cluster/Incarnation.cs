using System.Globalization;

namespace ElasticMoE.Contracts.Cluster;

/// <summary>One start of a node. Fresh per start; says nothing about order.</summary>
/// <param name="Value">Random, never 0.</param>
public readonly record struct Incarnation(ulong Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
