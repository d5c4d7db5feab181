using System.Globalization;

namespace ElasticMoE.Contracts.Control;

/// <summary>Something under way that a command began and that can be awaited.</summary>
/// <param name="Value">Counts operations from 1; 0 is none.</param>
public readonly record struct OperationId(long Value) : IComparable<OperationId>
{
    /// <inheritdoc/>
    public int CompareTo(OperationId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
