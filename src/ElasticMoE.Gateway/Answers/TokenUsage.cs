namespace ElasticMoE.Gateway.Answers;

/// <summary>What an answer cost.</summary>
/// <param name="Prompt">Tokens of the prompts.</param>
/// <param name="Output">Tokens of all choices.</param>
/// <param name="Cached">Tokens of the prompts that need not be computed.</param>
internal readonly record struct TokenUsage(int Prompt, int Output, int Cached = 0);
