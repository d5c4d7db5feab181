namespace ElasticMoE.Contracts.Cluster;

/// <summary>An expert: which layer, which of its experts.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Index">Counts the layer's experts.</param>
public readonly record struct ExpertId(int Layer, int Index) : IComparable<ExpertId>
{
    /// <inheritdoc/>
    public int CompareTo(ExpertId other)
    {
        int byLayer = Layer.CompareTo(other.Layer);
        return byLayer != 0 ? byLayer : Index.CompareTo(other.Index);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Layer}/{Index}";
}
