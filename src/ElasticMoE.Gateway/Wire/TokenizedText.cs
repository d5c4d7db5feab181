using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>The answer of `/tokenize`.</summary>
internal sealed record TokenizedText(int Count, int MaxModelLen, IReadOnlyList<int> Tokens)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? TokenStrs { get; init; }
}
