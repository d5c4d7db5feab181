namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>A call that the model wrote.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">Its arguments, a JSON object as text.</param>
internal sealed record ToolCall(string Name, string Arguments);
