using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`delta`: what a chunk adds.</summary>
internal sealed record ChatDelta
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ToolCallEntry>? ToolCalls { get; init; }
}
