namespace ElasticMoE.Gateway.Wire;

/// <summary>One choice of a text completion, whole or in part.</summary>
internal sealed record TextChoice(string Text, int Index, TextLogprobs? Logprobs, string? FinishReason);
