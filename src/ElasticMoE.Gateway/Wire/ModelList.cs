namespace ElasticMoE.Gateway.Wire;

/// <summary>The models that are served.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelCard> Data);
