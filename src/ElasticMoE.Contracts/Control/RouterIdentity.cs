using System.Globalization;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>A router and the start of it that is meant.</summary>
/// <param name="Router">Its stable number.</param>
/// <param name="Incarnation">Fresh per start.</param>
public readonly record struct RouterIdentity(int Router, Incarnation Incarnation)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"router {Router} ({Incarnation})");
}
