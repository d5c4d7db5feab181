using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Chat;

/// <summary>Finds the ids that end a model's turn.</summary>
internal static class ChatStops
{
    public static int[] Find(ModelDocuments documents, Tokenizer tokenizer)
    {
        var ids = new SortedSet<int>();
        if (tokenizer.Config.EosToken is { } eos && tokenizer.IdOf(eos) is { } id)
            ids.Add(id);
        if (JsonFile.ReadIfThere(documents, ModelDocuments.Generation)?.Optional("eos_token_id") is { } field)
            ids.UnionWith(field.Kind == JsonValueKind.Array ? field.Items().Select(Id) : [Id(field)]);
        return [.. ids];
    }

    private static int Id(JsonNode node) => node.Number(0, Limits.MatrixSideMax - 1);
}
