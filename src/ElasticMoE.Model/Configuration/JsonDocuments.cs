using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Parses small JSON documents.</summary>
internal static class JsonDocuments
{
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new InputException(path, "not a JSON object");
        }
        catch (JsonException inner)
        {
            throw new InputException(path, $"not valid JSON: {inner.Message}", inner: inner);
        }
    }
}
