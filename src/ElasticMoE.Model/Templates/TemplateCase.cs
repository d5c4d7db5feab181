using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates;

/// <summary>One input of a template and what must come of it: a text, or where that is null, an error.</summary>
internal sealed record TemplateCase(ChatTemplateInput Input, string? Expected)
{
    private const int ShownAround = 30;

    public static TemplateCase Read(JsonElement element, string place)
    {
        var variables = new Dictionary<string, TemplateValue>
        {
            ["bos_token"] = TemplateValue.Of("<s>"),
            ["eos_token"] = TemplateValue.Of("</s>"),
        };
        if (TemplateValue.FromJson(TemplateVerification.Field(element, "extra", place)) is not DictionaryValue extra)
            throw new InputException(place, "'extra' is no object");
        foreach ((TemplateValue name, TemplateValue value) in extra.Entries)
            variables[((StringValue)name).Value] = value;
        var input = new ChatTemplateInput
        {
            Messages = TemplateValue.FromJson(TemplateVerification.Field(element, "messages", place)),
            Tools = TemplateValue.FromJson(TemplateVerification.Field(element, "tools", place)),
            AddGenerationPrompt = TemplateValue.FromJson(TemplateVerification.Field(element, "add_generation_prompt", place)).IsTrue,
            Variables = variables,
            Clock = FixedClock.Instance,
        };
        if (element.TryGetProperty("error", out _))
            return new TemplateCase(input, null);
        return TemplateValue.FromJson(TemplateVerification.Field(element, "expect", place)) is StringValue text
            ? new TemplateCase(input, text.Value)
            : throw new InputException(place, "'expect' is no text");
    }

    /// <summary>How the rendering differs, or null where it doesn't.</summary>
    public string? Difference(string source, string name)
    {
        string rendered;
        try
        {
            rendered = ChatTemplate.Parse(source, name).Render(Input);
        }
        catch (InputException failure)
        {
            return Expected is null ? null : $"failed: {failure.Message}";
        }

        if (Expected is null)
            return "rendered where it must fail";
        return rendered == Expected ? null : DescribeDifference(rendered, Expected);
    }

    private static string DescribeDifference(string rendered, string expected)
    {
        int at = rendered.AsSpan().CommonPrefixLength(expected);
        return $"differs at character {at}: rendered {Shown(rendered, at)}, expected {Shown(expected, at)}";
    }

    private static string Shown(string text, int at)
    {
        int start = Math.Max(at - ShownAround, 0);
        int end = Math.Min(at + ShownAround, text.Length);
        return JsonSerializer.Serialize(text[start..end]);
    }
}
