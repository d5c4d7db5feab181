using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>One choice of a chat completion.</summary>
internal sealed record ChatChoice(int Index, ChatAnswer Message, ChatLogprobs? Logprobs, string FinishReason)
{
    /// <summary>Its tokens with the experts that computed them, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExpertsEntry>? Experts { get; init; }
}
