using System.Text.Json;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>A schema within a document.</summary>
/// <param name="Schema">It.</param>
/// <param name="Path">Where it stands, as a JSON pointer behind the document's name.</param>
internal sealed record SchemaPart(JsonElement Schema, string Path)
{
    public JsonElement? Find(string keyword) =>
        Schema.ValueKind == JsonValueKind.Object && Schema.TryGetProperty(keyword, out JsonElement value) ? value : null;

    public string PathOf(string keyword) => $"{Path}/{keyword.Replace("~", "~0").Replace("/", "~1")}";

    /// <summary>A schema that a keyword holds.</summary>
    public SchemaPart? Child(string keyword) => Find(keyword) is { } schema ? new SchemaPart(schema, PathOf(keyword)) : null;

    /// <summary>The schemas that a keyword holds in an array.</summary>
    public IReadOnlyList<SchemaPart>? Children(string keyword)
    {
        if (Find(keyword) is not { } list)
            return null;
        if (list.ValueKind != JsonValueKind.Array)
            throw Refuse(keyword, "is no array");
        return [.. list.EnumerateArray().Select((item, index) => new SchemaPart(item, $"{PathOf(keyword)}/{index}"))];
    }

    /// <summary>The schemas that a keyword holds by name, in their order.</summary>
    public IReadOnlyList<(string Name, SchemaPart Part)> Entries(string keyword)
    {
        if (Find(keyword) is not { } map)
            return [];
        if (map.ValueKind != JsonValueKind.Object)
            throw Refuse(keyword, "is no object");
        var self = new SchemaPart(map, PathOf(keyword));
        return [.. map.EnumerateObject().Select(entry => (entry.Name, new SchemaPart(entry.Value, self.PathOf(entry.Name))))];
    }

    public int? Count(string keyword)
    {
        if (Find(keyword) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= 0 && number == Math.Floor(number)
            ? (int)Math.Min(number, int.MaxValue)
            : throw Refuse(keyword, "is no count");
    }

    public string? Text(string keyword)
    {
        if (Find(keyword) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refuse(keyword, "is no string");
    }

    public SchemaException Refuse(string keyword, string cause) => new(PathOf(keyword), cause);
}
