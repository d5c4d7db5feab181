using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Evaluation;

/// <summary>A conversation of a domain; what answer it should get does not matter.</summary>
internal sealed record PromptCase
{
    public required string Domain { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }
}
