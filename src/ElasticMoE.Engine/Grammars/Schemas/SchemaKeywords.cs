using System.Text.Json;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>The keywords that are known, and what they say about a value's type.</summary>
internal static class SchemaKeywords
{
    private static readonly Dictionary<string, JsonTypes> s_typed = new(StringComparer.Ordinal)
    {
        ["properties"] = JsonTypes.Object,
        ["required"] = JsonTypes.Object,
        ["additionalProperties"] = JsonTypes.Object,
        ["minProperties"] = JsonTypes.Object,
        ["maxProperties"] = JsonTypes.Object,
        ["items"] = JsonTypes.Array,
        ["prefixItems"] = JsonTypes.Array,
        ["additionalItems"] = JsonTypes.Array,
        ["minItems"] = JsonTypes.Array,
        ["maxItems"] = JsonTypes.Array,
        ["minLength"] = JsonTypes.String,
        ["maxLength"] = JsonTypes.String,
        ["pattern"] = JsonTypes.String,
        ["format"] = JsonTypes.String,
        ["minimum"] = JsonTypes.Integer | JsonTypes.Fraction,
        ["maximum"] = JsonTypes.Integer | JsonTypes.Fraction,
        ["exclusiveMinimum"] = JsonTypes.Integer | JsonTypes.Fraction,
        ["exclusiveMaximum"] = JsonTypes.Integer | JsonTypes.Fraction,
        ["multipleOf"] = JsonTypes.Integer | JsonTypes.Fraction,
    };

    /// <summary>Keywords that combine schemas, or name values and types.</summary>
    private static readonly HashSet<string> s_general = ["type", "enum", "const", "nullable", "$ref", "allOf", "anyOf", "oneOf"];

    /// <summary>Keywords that say nothing about which values are valid.</summary>
    private static readonly HashSet<string> s_silent =
    [
        "$schema", "$id", "$comment", "$defs", "definitions", "title", "description", "default", "examples", "example", "deprecated", "readOnly",
        "writeOnly", "discriminator", "contentEncoding", "contentMediaType",
    ];

    /// <summary>Whether a keyword is one that bounds values of some types.</summary>
    public static bool IsBound(string keyword) => s_typed.ContainsKey(keyword);

    /// <summary>Refuses a schema that says more than is understood.</summary>
    /// <exception cref="SchemaException">Names keyword and place.</exception>
    public static void Check(SchemaPart part)
    {
        foreach (JsonProperty entry in part.Schema.EnumerateObject())
        {
            bool known = s_typed.ContainsKey(entry.Name) || s_general.Contains(entry.Name) || s_silent.Contains(entry.Name)
                || entry.Name.StartsWith("x-", StringComparison.Ordinal) || (entry.Name == "uniqueItems" && entry.Value.ValueKind == JsonValueKind.False);
            if (!known)
                throw part.Refuse(entry.Name, "is not supported");
        }
        if (part.Find("$id") is not null && !part.Path.EndsWith('#'))
            throw part.Refuse("$id", "is supported at the document's root alone");
    }

    /// <summary>The types that a schema itself allows. Without `type`, those that its other keywords speak of.</summary>
    public static JsonTypes TypesOf(SchemaPart part)
    {
        if (part.Find("type") is not { } type)
            return part.Find("enum") is null && part.Find("const") is null ? Spoken(part) : JsonTypes.All;
        JsonTypes types = type.ValueKind switch
        {
            JsonValueKind.String => Named(type, part),
            JsonValueKind.Array => type.EnumerateArray().Aggregate(JsonTypes.None, (all, name) => all | Named(name, part)),
            _ => throw part.Refuse("type", "is neither a string nor an array"),
        };
        return part.Find("nullable") is { ValueKind: JsonValueKind.True } ? types | JsonTypes.Null : types;
    }

    private static JsonTypes Spoken(SchemaPart part)
    {
        JsonTypes types = part.Schema.EnumerateObject().Aggregate(JsonTypes.None, (all, entry) => all | s_typed.GetValueOrDefault(entry.Name));
        return types == JsonTypes.None ? JsonTypes.All : types;
    }

    private static JsonTypes Named(JsonElement name, SchemaPart part) => (name.ValueKind == JsonValueKind.String ? name.GetString() : null) switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Integer | JsonTypes.Fraction,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        _ => throw part.Refuse("type", "names no type of JSON"),
    };
}
