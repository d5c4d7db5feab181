using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>A choice's part of a chunk.</summary>
internal sealed record ChatChunkChoice(int Index, ChatDelta Delta, ChatLogprobs? Logprobs, string? FinishReason)
{
    /// <summary>Its tokens with the experts that computed them, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExpertsEntry>? Experts { get; init; }
}
