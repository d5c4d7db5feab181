using System.Text.Json;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>The keywords that describe objects, of several schemas together.</summary>
internal sealed class ObjectKeywords
{
    private readonly IReadOnlyList<SchemaPart> _parts;
    private readonly Dictionary<string, SchemaPart>[] _properties;

    public ObjectKeywords(IReadOnlyList<SchemaPart> parts)
    {
        _parts = parts;
        _properties = [.. parts.Select(part => part.Entries("properties").GroupBy(entry => entry.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Part, StringComparer.Ordinal))];
        Required = [.. parts.SelectMany(RequiredOf)];
        Names = [.. _properties.SelectMany(map => map.Keys).Concat(parts.SelectMany(RequiredOf)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>All names, in the order in which they are declared, then those that are only required.</summary>
    public IReadOnlyList<string> Names { get; }

    public HashSet<string> Required { get; }

    public int Min => _parts.Select(part => part.Count("minProperties") ?? 0).DefaultIfEmpty().Max();

    public int? Max => _parts.Select(part => part.Count("maxProperties")).Min();

    /// <summary>The schemas that hold for a property; null where a schema forbids it.</summary>
    public IReadOnlyList<SchemaPart>? PropertyOf(string name)
    {
        var together = new List<SchemaPart>();
        for (int i = 0; i < _parts.Count; i++)
        {
            SchemaPart? schema = _properties[i].GetValueOrDefault(name) ?? _parts[i].Child("additionalProperties");
            if (schema is { Schema.ValueKind: JsonValueKind.False })
                return null;
            if (schema is not null)
                together.Add(schema);
        }
        return together;
    }

    /// <summary>The schemas that hold for properties that aren't named; null where there are to be none, which is so where a schema names some and says nothing of others.</summary>
    public IReadOnlyList<SchemaPart>? Others()
    {
        SchemaPart[] said = [.. _parts.Select(part => part.Child("additionalProperties")).OfType<SchemaPart>()];
        bool closed = said.Length > 0 ? said.Any(schema => schema.Schema.ValueKind == JsonValueKind.False) : Names.Count > 0;
        return closed ? null : said;
    }

    public SchemaException Refuse(string keyword, string cause) => _parts.First(part => part.Find(keyword) is not null).Refuse(keyword, cause);

    private static IEnumerable<string> RequiredOf(SchemaPart part)
    {
        if (part.Find("required") is not { } names)
            return [];
        return names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? names.EnumerateArray().Select(name => name.GetString()!)
            : throw part.Refuse("required", "is no array of names");
    }
}
