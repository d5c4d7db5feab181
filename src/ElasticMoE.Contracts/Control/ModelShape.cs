namespace ElasticMoE.Contracts.Control;

/// <summary>What the control plane knows of the model.</summary>
/// <param name="Manifest">The digest of the base manifest.</param>
/// <param name="Layers">Each layer, also those without experts.</param>
public sealed record ModelShape(ContentDigest Manifest, IReadOnlyList<LayerShape> Layers)
{
    /// <summary>Experts of each layer; 0 for a layer without.</summary>
    public IReadOnlyList<int> ExpertsPerLayer => [.. Layers.Select(layer => layer.Experts)];

    /// <summary>Whether the model has the expert.</summary>
    public bool Has(Cluster.ExpertId expert) =>
        (uint)expert.Layer < (uint)Layers.Count && (uint)expert.Index < (uint)Layers[expert.Layer].Experts;

    /// <inheritdoc/>
    public bool Equals(ModelShape? other) => other is not null && Manifest == other.Manifest && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => Manifest.GetHashCode();
}
