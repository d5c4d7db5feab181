using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Configuration;

/// <summary>Parses small JSON documents.</summary>
internal static class JsonDocuments
{
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            CheckTexts(json.Span);
            JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new InputException(path, "not a JSON object");
        }
        catch (Exception inner) when (inner is JsonException or InvalidOperationException)
        {
            throw JsonFault.In(path, "is", inner);
        }
    }

    // A parsed document decodes its texts when they are asked for, and throws then; halves of characters are to be found here.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                reader.GetString();
        }
    }
}
