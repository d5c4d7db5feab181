namespace ElasticMoE.Gateway.Wire;

/// <summary>`usage.prompt_tokens_details`.</summary>
/// <param name="CachedTokens">Tokens of the prompt that need not be computed, since they were for an earlier request.</param>
internal sealed record PromptTokensDetails(int CachedTokens);
