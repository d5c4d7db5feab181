using ElasticMoE.Gateway.Answers;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`usage`.</summary>
internal sealed record UsageCounts(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails)
{
    public static UsageCounts Of(TokenUsage usage) => new(usage.Prompt, usage.Output, usage.Prompt + usage.Output, new(usage.Cached));
}
