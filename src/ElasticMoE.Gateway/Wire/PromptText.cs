namespace ElasticMoE.Gateway.Wire;

/// <summary>The answer of `/detokenize` and `/apply-template`.</summary>
internal sealed record PromptText(string Prompt);
