using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.Json;

/// <summary>Reads patterns out of JSON: {"String": "…"} or {"Regex": "…"}.</summary>
internal static class JsonPatterns
{
    public static TextPattern Pattern(this JsonNode component, string name)
    {
        JsonNode node = component.Required(name);
        if (node.Text("String") is { } literal)
            return TextPattern.Literal(literal);
        JsonNode regex = node.Required("Regex");
        return Regex(regex, regex.Text());
    }

    private static TextPattern Regex(JsonNode node, string source)
    {
        try
        {
            return RegexPattern.Parse(source);
        }
        catch (PatternException e)
        {
            throw node.Fail(e.Message, e);
        }
    }
}
