using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads what an answer must parse as, and checks that this can be promised.</summary>
internal static class GrammarReader
{
    /// <summary>`response_format`, with the schema in an object of its own, or the tools.</summary>
    public static GrammarSource? ReadNested(RequestFields fields, ToolOffer offer) => Checked(
        fields.Object("response_format") is { } format ? Read(format, holder => holder.Required("json_schema", holder.Object("json_schema"))) : null,
        offer,
        "response_format");

    /// <summary>`text.format`, with the schema beside the type, or the tools.</summary>
    public static GrammarSource? ReadFlat(RequestFields fields, ToolOffer offer) =>
        Checked(fields.Object("text")?.Object("format") is { } format ? Read(format, holder => holder) : null, offer, "text.format");

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

    private static GrammarSource? Checked(GrammarSource? format, ToolOffer offer, string field)
    {
        GrammarSource? grammar = Combine(format, offer);
        try
        {
            if (format is not null)
                GrammarCompiler.Check(format);
            if (grammar is not null && grammar != format)
                GrammarCompiler.Check(grammar);
            return grammar;
        }
        catch (InputException refused)
        {
            throw new ApiException(ApiError.Invalid(refused.Subject == "tools" ? "tools" : field, refused.Message, "unsupported_value"), refused);
        }
    }

    /// <summary>With tools, an answer may call them instead of being of a format; where a call is required, it must.</summary>
    private static GrammarSource? Combine(GrammarSource? format, ToolOffer offer)
    {
        if (offer.Calls is not { } calls || (format is null && !offer.IsStrict))
            return format;
        JsonElement? schema = format is null ? null : JsonElement.Parse(format.Kind == GrammarKind.JsonObject ? """{"type":"object"}""" : format.Text);
        return new GrammarSource(GrammarKind.ToolCalls, (calls with { Format = schema }).Write());
    }
}
