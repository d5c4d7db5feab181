using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;

namespace ElasticMoE.Gateway.Wire;

/// <summary>A token, and the experts of each layer to which the row went that it was chosen by.</summary>
internal sealed record ExpertsEntry(int Id, string Token, IReadOnlyList<LayerExperts> Layers)
{
    public static ExpertsEntry Of(GeneratedToken token, TokenTexts texts) => new(token.Id, texts.Text(token.Id),
        [.. token.Experts.ToArray().GroupBy(expert => expert.Layer).Select(layer => new LayerExperts(layer.Key, [.. layer.Select(expert => expert.Index)]))]);
}
