using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>One case of `cases.json`.</summary>
internal sealed record TokenizerCase(string Text, int[] Ids, int[] IdsSpecial, string Decoded)
{
    public static TokenizerCase Read(JsonNode node) => new(
        node.Required("text").Text(), ReadIds(node.Required("ids")), ReadIds(node.Required("ids_special")), node.Required("decoded").Text());

    internal static int[] ReadIds(JsonNode node) => [.. node.Items().Select(static id => id.Number(0, int.MaxValue))];
}
