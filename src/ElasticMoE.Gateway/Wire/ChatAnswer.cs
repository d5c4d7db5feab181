using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`message` of a chat completion.</summary>
internal sealed record ChatAnswer(string Role, string? Content, string? Refusal)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ToolCallEntry>? ToolCalls { get; init; }
}
