namespace ElasticMoE.Gateway.Wire;

/// <summary>The answer of `/version`.</summary>
internal sealed record GatewayVersion(string Version);
