using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>A token with its logprob; the likeliest others stand with chosen tokens alone.</summary>
internal sealed record TokenEntry(string Token, double Logprob, IReadOnlyList<int> Bytes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenEntry>? TopLogprobs { get; init; }
}
