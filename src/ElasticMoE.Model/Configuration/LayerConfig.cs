namespace ElasticMoE.Model.Configuration;

/// <summary>What differs from layer to layer.</summary>
/// <param name="IsMixture">Whether the layer has experts; a dense feed-forward otherwise.</param>
/// <param name="Window">Positions a query sees, its own included; 0 where it sees all.</param>
public sealed record LayerConfig(bool IsMixture, int Window);
