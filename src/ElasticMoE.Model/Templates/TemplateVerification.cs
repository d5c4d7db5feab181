using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates;

/// <summary>
/// Compares templates with the reference's renderings: a file with a list of `{name, template, cases}`, each case `{messages, tools,
/// add_generation_prompt, extra, expect | error}`. `bos_token` is `&lt;s&gt;`, `eos_token` `&lt;/s&gt;`, and it is 21 November 2026.
/// </summary>
public static class TemplateVerification
{
    /// <summary>Renders all cases of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">Takes the report: a line for each template, and one for its first difference.</param>
    /// <returns>Whether every case renders as expected, or fails where it must.</returns>
    /// <exception cref="InputException">The file can't be read or has another layout.</exception>
    public static bool Run(string file, Action<string> line)
    {
        using JsonDocument document = ReadFile(file);
        bool holds = true;
        int index = 0;
        foreach (JsonElement entry in Items(document.RootElement, file))
        {
            string place = $"{file}: template {index++}";
            string name = Text(entry, "name", place);
            holds &= VerifyTemplate(name, Text(entry, "template", place), Items(Field(entry, "cases", place), place), line);
        }

        return holds;
    }

    private static bool VerifyTemplate(string name, string source, JsonElement[] cases, Action<string> line)
    {
        int passed = 0;
        string? first = null;
        for (int i = 0; i < cases.Length; i++)
        {
            TemplateCase expected = TemplateCase.Read(cases[i], $"template {name} case {i}");
            string? difference = expected.Difference(source, name);
            if (difference is null)
                passed++;
            else
                first ??= $"  case {i}: {difference}";
        }

        line($"template {name}: {passed}/{cases.Length} cases");
        if (first is not null)
            line(first);
        return passed == cases.Length;
    }

    private static JsonDocument ReadFile(string file)
    {
        try
        {
            return JsonDocument.Parse(InputFile.ReadDocument(file));
        }
        catch (JsonException broken)
        {
            throw new InputException(file, broken.Message, inner: broken);
        }
    }

    internal static JsonElement Field(JsonElement owner, string name, string place) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new InputException(place, $"has no '{name}'");

    private static JsonElement[] Items(JsonElement list, string place) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw new InputException(place, "is no list");

    private static string Text(JsonElement owner, string name, string place) =>
        TemplateValue.FromJson(Field(owner, name, place)) is StringValue text
            ? text.Value
            : throw new InputException(place, $"'{name}' is no text");
}
