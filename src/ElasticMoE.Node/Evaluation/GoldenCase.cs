using System.Text.Json.Serialization;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Evaluation;

/// <summary>One line of `golden.jsonl`: a prompt and the reference implementation's greedy continuation of it.</summary>
internal sealed record GoldenCase
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The conversation as the chat template writes it.</summary>
    public required string Prompt { get; init; }

    /// <summary>Token ids of <see cref="Prompt"/>.</summary>
    [JsonPropertyName("input_ids")]
    public required IReadOnlyList<int> InputIds { get; init; }

    /// <summary>The continuation, the stop id included where it was reached.</summary>
    [JsonPropertyName("output_ids")]
    public required IReadOnlyList<int> OutputIds { get; init; }

    /// <summary>The continuation as text, without the stop id.</summary>
    public required string Text { get; init; }
}
