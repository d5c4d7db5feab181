namespace ElasticMoE.Gateway.ResponseItems;

/// <summary>What a response repeats of its request.</summary>
internal sealed record ResponseSettings(string? Instructions, int? OutputMax, float Temperature, float TopP);
