using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Documents;

/// <summary>Writes the documents that a GGUF file stands for.</summary>
internal static class GgufDocuments
{
    public static Dictionary<string, byte[]> Write(string path)
    {
        using GgufFile file = GgufFile.Open(path);
        var tokenizer = new GgufTokenizerJson(file.Metadata);
        var documents = new Dictionary<string, byte[]>
        {
            [ModelDocuments.Config] = JsonSerializer.SerializeToUtf8Bytes(GgufConfig.Of(file)),
            [ModelDocuments.Generation] = JsonSerializer.SerializeToUtf8Bytes(Generation(file.Metadata)),
            [ModelDocuments.TokenizerConfig] = tokenizer.Config(),
        };
        if (tokenizer.Tokenizer() is { } json)
            documents[ModelDocuments.Tokenizer] = json;
        return documents;
    }

    private static JsonObject Generation(GgufMetadata data)
    {
        double? temperature = data.Number("general.sampling.temp");
        return new JsonObject
        {
            ["eos_token_id"] = new JsonArray([.. GgufTokens.EndIds(data).Select(id => JsonValue.Create(id))]),
            ["do_sample"] = temperature is > 0,
            ["temperature"] = temperature,
            ["top_k"] = data.Int("general.sampling.top_k"),
            ["top_p"] = data.Number("general.sampling.top_p"),
        };
    }
}
