namespace ElasticMoE.Gateway.Wire;

/// <summary>The answer of `/health`.</summary>
internal sealed record HealthReport(string Status, string Model, int RequestsRunning, int RequestsWaiting);
