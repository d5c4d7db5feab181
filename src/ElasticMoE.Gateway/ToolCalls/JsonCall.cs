using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>A call as a JSON object: `{"name": …, "arguments": {…}}`, with "parameters" in the place of "arguments" where a model prefers it.</summary>
internal static class JsonCall
{
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ToolCall? Parse(string text) => TryParse(text) is { } element ? Read(element) : null;

    public static ToolCall? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            return null;
        if (!element.TryGetProperty("arguments", out JsonElement arguments) && !element.TryGetProperty("parameters", out arguments))
            return new ToolCall(name.GetString()!, "{}");
        return new ToolCall(name.GetString()!, arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText());
    }

    public static bool IsJson(string text) => TryParse(text) is not null;

    /// <summary>Whether a text begins a JSON object that could go on.</summary>
    public static bool IsUnfinished(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return false;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                    return false;
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What a model writes is often no JSON; that is an answer, not an error.</summary>
    public static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
