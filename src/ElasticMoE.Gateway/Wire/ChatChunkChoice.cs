namespace ElasticMoE.Gateway.Wire;

/// <summary>A choice's part of a chunk.</summary>
internal sealed record ChatChunkChoice(int Index, ChatDelta Delta, ChatLogprobs? Logprobs, string? FinishReason);
