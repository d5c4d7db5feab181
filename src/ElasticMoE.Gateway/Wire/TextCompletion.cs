using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`text_completion`, whole or one event of a stream.</summary>
internal sealed record TextCompletion(string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<TextChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsageCounts? Usage { get; init; }
}
