using System.Text.Json;
using ElasticMoE.Engine.Grammars.Patterns;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>Checks listed values against the bounds that stand beside them.</summary>
internal static class SchemaLiteral
{
    public static JsonTypes TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Number => value.TryGetDecimal(out decimal number) && number == decimal.Truncate(number) ? JsonTypes.Integer : JsonTypes.Fraction,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Array => JsonTypes.Array,
        _ => JsonTypes.Object,
    };

    /// <summary>Whether a value satisfies all schemas.</summary>
    /// <exception cref="SchemaException">Bounds of its type stand beside it that aren't checked on listed values.</exception>
    public static bool Check(JsonElement value, IReadOnlyList<SchemaPart> parts, JsonTypes types)
    {
        JsonTypes type = TypeOf(value);
        if (!types.HasFlag(type))
            return false;
        return type switch
        {
            JsonTypes.String => parts.All(part => CheckString(value.GetString()!, part)),
            JsonTypes.Integer or JsonTypes.Fraction => CheckNumber(value, parts),
            JsonTypes.Array or JsonTypes.Object => throw Unchecked(parts),
            _ => true,
        };
    }

    private static bool CheckString(string text, SchemaPart part)
    {
        int length = text.EnumerateRunes().Count();
        if (length < (part.Count("minLength") ?? 0) || length > (part.Count("maxLength") ?? int.MaxValue))
            return false;
        return StringPatterns.Of(part).All(pattern => Matches(pattern, text));
    }

    private static bool Matches(CharacterAutomaton pattern, string text)
    {
        int state = 0;
        foreach (char character in text)
        {
            state = pattern.EdgesOf(state).Where(edge => character >= edge.Range.Low && character <= edge.Range.High).Select(edge => edge.Target).DefaultIfEmpty(-1).First();
            if (state < 0)
                return false;
        }
        return pattern.Accepts(state);
    }

    private static bool CheckNumber(JsonElement value, IReadOnlyList<SchemaPart> parts)
    {
        if (!value.TryGetDecimal(out decimal number))
            throw Unchecked(parts);
        return NumberKeywords.Read(parts).Allows(number);
    }

    private static SchemaException Unchecked(IReadOnlyList<SchemaPart> parts) =>
        parts.First(part => part.Find("enum") is not null || part.Find("const") is not null) is var part && part.Find("enum") is not null
            ? part.Refuse("enum", "beside other bounds is supported for plain values alone")
            : part.Refuse("const", "beside other bounds is supported for plain values alone");
}
