using System.Text.Json;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads lists of token ids.</summary>
internal static class TokenIds
{
    public static int[] Read(JsonElement list, RequestFields fields, string name, ServedModel model) => [.. list.EnumerateArray().Select(item =>
        item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id) && (uint)id < (uint)model.VocabularySize
            ? id
            : throw fields.Refuse(name, $"holds what is no token id in 0…{model.VocabularySize - 1}"))];
}
