using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>`model.safetensors.index.json`: which shard holds which tensor.</summary>
internal static class CheckpointIndex
{
    public const string FileName = "model.safetensors.index.json";

    private const int DepthMax = 16;

    /// <summary>Shard file names by tensor name. Every shard is a plain name, so it lies in the index's own folder.</summary>
    public static Dictionary<string, string> Read(string path)
    {
        ReadOnlyMemory<byte> json = InputFile.ReadDocument(path);
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = DepthMax });
            return ReadDocument(ref reader, path);
        }
        catch (Exception inner) when (inner is JsonException or InvalidOperationException)
        {
            throw JsonFault.In(path, "is", inner);
        }
    }

    private static Dictionary<string, string> ReadDocument(ref Utf8JsonReader reader, string path)
    {
        Dictionary<string, string>? shards = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InputException(path, "not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMap = reader.ValueTextEquals("weight_map");
            if (isMap && shards is not null)
                throw new InputException(path, "weight_map stands twice");
            if (isMap)
                shards = ReadMap(ref reader, path);
            else
                reader.Skip();
        }
        while (reader.Read()) { }
        return shards ?? throw new InputException(path, "weight_map is missing");
    }

    private static Dictionary<string, string> ReadMap(ref Utf8JsonReader reader, string path)
    {
        var shards = new Dictionary<string, string>();
        var names = new Dictionary<string, string>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InputException(path, "weight_map is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string tensor = reader.GetString()!;
            reader.Read();
            string shard = reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new InputException(path, $"weight_map gives no file name for tensor {tensor}");
            if (!IsPlainName(shard))
                throw new InputException(path, $"weight_map points tensor {tensor} outside the folder: {shard}");
            // Thousands of tensors share a few shards; one string each is enough.
            if (!names.TryAdd(shard, shard))
                shard = names[shard];
            if (!shards.TryAdd(tensor, shard))
                throw new InputException(path, $"weight_map names tensor {tensor} twice");
        }
        return shards;
    }

    // Both separators and the drive colon count on every system: the same checkpoint is accepted everywhere or nowhere.
    private static bool IsPlainName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny("/\\:\0") < 0;
}
