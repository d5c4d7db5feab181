using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`chat.completion.chunk`: one event of a streamed chat completion.</summary>
internal sealed record ChatChunk(string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatChunkChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsageCounts? Usage { get; init; }
}
