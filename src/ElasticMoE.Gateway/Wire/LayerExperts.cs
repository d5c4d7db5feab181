namespace ElasticMoE.Gateway.Wire;

/// <summary>Experts of one layer, ascending.</summary>
internal sealed record LayerExperts(int Layer, IReadOnlyList<int> Experts);
