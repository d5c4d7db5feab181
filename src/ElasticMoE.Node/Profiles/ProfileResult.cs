namespace ElasticMoE.Node.Profiles;

/// <summary>What a prompt set brought.</summary>
/// <param name="Counts">Which experts fired.</param>
/// <param name="Prompts">Prompts answered.</param>
/// <param name="PromptTokens">Their tokens.</param>
/// <param name="OutputTokens">Tokens of the answers.</param>
/// <param name="Elapsed">Time it took.</param>
internal sealed record ProfileResult(RoutingCounts Counts, int Prompts, long PromptTokens, long OutputTokens, TimeSpan Elapsed);
