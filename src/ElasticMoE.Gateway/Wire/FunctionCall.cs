namespace ElasticMoE.Gateway.Wire;

/// <summary>`function` of a tool call.</summary>
internal sealed record FunctionCall(string Name, string Arguments);
