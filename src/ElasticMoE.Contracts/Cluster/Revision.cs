using System.Globalization;

namespace ElasticMoE.Contracts.Cluster;

/// <summary>A model with one version of each expert.</summary>
/// <param name="Value">0 for the model as it was loaded.</param>
public readonly record struct Revision(int Value) : IComparable<Revision>
{
    /// <inheritdoc/>
    public int CompareTo(Revision other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
