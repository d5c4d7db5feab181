using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Fields;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads content that is a text or parts of which all are text.</summary>
internal static class ContentParts
{
    /// <summary>The text of a field; null where the field is absent.</summary>
    public static string? ReadText(RequestFields fields, string name)
    {
        if (fields.Any(name) is not { } content)
            return null;
        if (content.ValueKind != JsonValueKind.Array)
            return RequestFields.TextOf(content, fields.PathOf(name));
        return string.Concat(fields.Items(name, Limits.MessagesMax)!.Select((part, i) => ReadPart(part, $"{fields.PathOf(name)}[{i}]")));
    }

    private static string ReadPart(JsonElement element, string path)
    {
        RequestFields part = RequestFields.Of(element, path);
        string type = part.Required("type", part.Text("type"));
        return type is "text" or "input_text" or "output_text"
            ? part.Required("text", part.Text("text"))
            : throw part.Refuse("type", "this model reads text alone", "unsupported_value");
    }
}
