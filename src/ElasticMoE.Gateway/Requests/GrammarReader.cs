using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Fields;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads what an answer must parse as.</summary>
internal static class GrammarReader
{
    /// <summary>`response_format`, with the schema in an object of its own.</summary>
    public static GrammarSource? ReadNested(RequestFields fields) => fields.Object("response_format") is { } format
        ? Read(format, holder => holder.Required("json_schema", holder.Object("json_schema")))
        : null;

    /// <summary>`text.format`, with the schema beside the type.</summary>
    public static GrammarSource? ReadFlat(RequestFields fields) => fields.Object("text")?.Object("format") is { } format ? Read(format, holder => holder) : null;

    private static GrammarSource? Read(RequestFields format, Func<RequestFields, RequestFields> holderOf)
    {
        switch (format.Required("type", format.Text("type")))
        {
            case "text":
                return null;
            case "json_object":
                return new GrammarSource(GrammarKind.JsonObject, "");
            case "json_schema":
                RequestFields holder = holderOf(format);
                JsonElement schema = holder.Any("schema") ?? throw holder.Missing("schema");
                return new GrammarSource(GrammarKind.JsonSchema, schema.GetRawText());
            default:
                throw format.Refuse("type", "is not one of text, json_object, json_schema");
        }
    }
}
