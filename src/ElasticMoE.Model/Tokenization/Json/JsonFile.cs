using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Tokenization.Json;

/// <summary>Reads a whole JSON file.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>A document's value, or null where the model has none of that name.</summary>
    public static JsonNode? ReadIfThere(ModelDocuments documents, string name) =>
        documents.Find(name) is { } bytes ? Parse(bytes, documents.PathOf(name)) : null;

    /// <summary>The file's value, or null where there is no such file.</summary>
    public static JsonNode? ReadIfThere(string path) => File.Exists(path) ? Read(path) : null;

    /// <summary>The file's value.</summary>
    /// <exception cref="InputException">It is missing, too large, or not JSON.</exception>
    public static JsonNode Read(string path) => Parse(InputFile.ReadDocument(path), path);

    /// <summary>The value of a file's bytes, without a byte-order mark.</summary>
    /// <exception cref="InputException">They are not JSON.</exception>
    public static JsonNode Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            return new JsonNode(path, JsonDocument.Parse(json, s_options).RootElement);
        }
        catch (JsonException e)
        {
            throw JsonFault.In(path, "is", e);
        }
    }
}
