using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Evaluation;

/// <summary>One line of a prompt set: a conversation to be answered, or a text to be continued. Lines of `eval.jsonl` are such.</summary>
internal sealed record PromptCase
{
    public required string Domain { get; init; }

    /// <summary>The conversation; null where <see cref="Prompt"/> is given.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>The text; null where <see cref="Messages"/> are given.</summary>
    public string? Prompt { get; init; }
}
