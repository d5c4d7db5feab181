using System.Text.Json;

namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>One call between tags: a JSON object with name and arguments, or a name with arguments in tags of their own, in either published form.</summary>
internal static class TaggedCall
{
    public static IReadOnlyList<ToolCall>? Parse(string body)
    {
        body = body.Trim();
        ToolCall? call = body.StartsWith('{') ? JsonCall.Parse(body)
            : body.StartsWith("<function=", StringComparison.Ordinal) ? ParseFunction(body)
            : ParsePairs(body);
        return call is null ? null : [call];
    }

    /// <summary>`&lt;function=NAME&gt;&lt;parameter=KEY&gt;VALUE&lt;/parameter&gt;…&lt;/function&gt;`.</summary>
    private static ToolCall? ParseFunction(string body)
    {
        int nameEnd = body.IndexOf('>', StringComparison.Ordinal);
        if (nameEnd < 0)
            return null;
        var arguments = new List<(string, string)>();
        int at = nameEnd + 1;
        while (Between(body, "<parameter=", ">", ref at) is { } key && Between(body, "", "</parameter>", ref at) is { } value)
            arguments.Add((key, value.Trim('\n')));
        return new ToolCall(body["<function=".Length..nameEnd], Write(arguments));
    }

    /// <summary>`NAME &lt;arg_key&gt;KEY&lt;/arg_key&gt;&lt;arg_value&gt;VALUE&lt;/arg_value&gt;…`.</summary>
    private static ToolCall? ParsePairs(string body)
    {
        int nameEnd = body.IndexOf('<', StringComparison.Ordinal);
        string name = (nameEnd < 0 ? body : body[..nameEnd]).Trim();
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            return null;
        var arguments = new List<(string, string)>();
        int at = name.Length;
        while (Between(body, "<arg_key>", "</arg_key>", ref at) is { } key && Between(body, "<arg_value>", "</arg_value>", ref at) is { } value)
            arguments.Add((key.Trim(), value));
        return new ToolCall(name, Write(arguments));
    }

    private static string? Between(string text, string begin, string end, ref int at)
    {
        int from = text.IndexOf(begin, at, StringComparison.Ordinal);
        int to = from < 0 ? -1 : text.IndexOf(end, from + begin.Length, StringComparison.Ordinal);
        if (to < 0)
            return null;
        at = to + end.Length;
        return text[(from + begin.Length)..to];
    }

    /// <summary>A value that is JSON is taken as such, everything else is text.</summary>
    private static string Write(List<(string Key, string Value)> arguments)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonCall.WriterOptions))
        {
            json.WriteStartObject();
            foreach ((string key, string value) in arguments)
            {
                json.WritePropertyName(key);
                if (JsonCall.IsJson(value))
                    json.WriteRawValue(value);
                else
                    json.WriteStringValue(value);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
