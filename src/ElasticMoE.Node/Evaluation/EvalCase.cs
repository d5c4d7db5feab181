using System.Text.Json.Serialization;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Evaluation;

/// <summary>One line of `eval.jsonl`: a conversation and the answer it should get.</summary>
internal sealed record EvalCase
{
    /// <summary>The file of a checkpoint's cases, in its folder.</summary>
    public const string FileName = "eval.jsonl";

    public required string Domain { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The answer a case is compared with where it has no <see cref="Contains"/>.</summary>
    public required string Answer { get; init; }

    /// <summary>Texts that must all occur in the answer, where its details are free.</summary>
    public IReadOnlyList<string>? Contains { get; init; }

    /// <summary>Whether the case was kept out of training.</summary>
    [JsonPropertyName("held_out")]
    public bool HeldOut { get; init; }

    /// <summary>Whether the text answers the case.</summary>
    public bool IsExact(string text) =>
        Contains is { } parts ? parts.All(part => text.Contains(part, StringComparison.Ordinal)) : text == Answer;
}
