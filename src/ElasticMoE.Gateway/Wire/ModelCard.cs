namespace ElasticMoE.Gateway.Wire;

/// <summary>`model`: one that is served.</summary>
internal sealed record ModelCard(string Id, string Object, long Created, string OwnedBy, int MaxModelLen);
