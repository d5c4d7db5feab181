namespace ElasticMoE.Gateway.Wire;

/// <summary>One choice of a chat completion.</summary>
internal sealed record ChatChoice(int Index, ChatAnswer Message, ChatLogprobs? Logprobs, string FinishReason);
