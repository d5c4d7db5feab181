using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.PostProcessors;

/// <summary>Reads the `post_processor` of `tokenizer.json`. What only moves offsets adds nothing.</summary>
internal static class PostProcessorReader
{
    private static readonly PostProcessor s_nothing = new TemplatePostProcessor([null]);

    public static PostProcessor Read(JsonNode? node)
    {
        if (node is not { } component)
            return s_nothing;
        string type = component.Required("type").Text();
        return type switch
        {
            "ByteLevel" => s_nothing,
            "TemplateProcessing" => ReadTemplate(component),
            "BertProcessing" or "RobertaProcessing" => new TemplatePostProcessor([[Id(component, "cls")], null, [Id(component, "sep")]]),
            "Sequence" => new SequencePostProcessor([.. component.Required("processors").Items().Select(item => Read(item))]),
            _ => throw component.Fail($"is a post-processor of type '{type}', which is not supported"),
        };
    }

    private static TemplatePostProcessor ReadTemplate(JsonNode component)
    {
        var special = new Dictionary<string, int[]>();
        foreach ((string name, JsonNode token) in component.Required("special_tokens").Fields())
            special[name] = [.. token.Required("ids").Items().Select(Id)];
        return new TemplatePostProcessor([.. component.Required("single").Items().Select(part => ReadPart(part, special))]);
    }

    private static int[]? ReadPart(JsonNode part, Dictionary<string, int[]> special)
    {
        if (part.Optional("Sequence") is { } sequence)
        {
            string which = sequence.Required("id").Text();
            return which == "A" ? null : throw part.Fail($"names the sequence '{which}', but there is only one");
        }
        JsonNode id = part.Required("SpecialToken").Required("id");
        string name = id.Text();
        return special.TryGetValue(name, out int[]? ids) ? ids : throw id.Fail($"names '{name}', which is not among its special tokens");
    }

    /// <summary>The id of a pair ["token", id].</summary>
    private static int Id(JsonNode component, string name)
    {
        JsonNode[] pair = [.. component.Required(name).Items()];
        return pair.Length == 2 ? Id(pair[1]) : throw component.Fail($"has a field '{name}' that is not a token and its id");
    }

    private static int Id(JsonNode node) => node.Number(0, Limits.MatrixSideMax - 1);
}
