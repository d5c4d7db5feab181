using ElasticMoE.Engine.Grammars.Patterns;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>The keywords `pattern` and `format`.</summary>
internal static class StringPatterns
{
    /// <exception cref="SchemaException">A pattern or format isn't supported; says why.</exception>
    public static IEnumerable<CharacterAutomaton> Of(SchemaPart part)
    {
        if (part.Text("pattern") is { } pattern)
            yield return Guard(part, "pattern", () => PatternCompiler.Compile(pattern));
        if (part.Text("format") is { } format)
        {
            string known = StringFormats.PatternOf(format) ?? throw part.Refuse("format", $"'{format}' is not one of {string.Join(", ", StringFormats.Known)}");
            yield return Guard(part, "format", () => PatternCompiler.Compile(known));
        }
    }

    public static T Guard<T>(SchemaPart? part, string keyword, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException refused)
        {
            throw part?.Refuse(keyword, refused.Message) ?? new SchemaException("#", refused.Message);
        }
    }
}
