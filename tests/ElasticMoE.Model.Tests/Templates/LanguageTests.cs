using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Model.Templates.Values;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Templates;

/// <summary>Every template of language.json against what jinja2 made of it (see language.py beside it).</summary>
public sealed class LanguageTests
{
    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllText(Repository.PathOf("tests", "ElasticMoE.Model.Tests", "Templates", "language.json")));

    public static TheoryData<string> Groups() =>
        new(Document.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Groups))]
    public void EachTemplateRendersAsTheReference(string group)
    {
        JsonElement[] cases = [.. Document.RootElement.GetProperty("groups").EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == group).GetProperty("cases").EnumerateArray()];

        string[] differences = [.. cases.Select(Difference).OfType<string>()];

        Assert.True(differences.Length == 0, string.Join('\n', differences));
        Assert.True(cases.Length > 20);
    }

    private static string? Difference(JsonElement entry)
    {
        string template = entry.GetProperty("template").GetString()!;
        string? expected = entry.TryGetProperty("expect", out JsonElement text) ? text.GetString() : null;
        string? rendered = Render(template, out string cause);
        if (rendered == expected)
            return null;
        return $"{template}\n  expected {expected ?? "a failure"}\n  rendered {rendered ?? cause}";
    }

    private static string? Render(string template, out string cause)
    {
        JsonElement variables = Document.RootElement.GetProperty("variables");
        try
        {
            cause = "";
            return ChatTemplate.Parse(template, "template").Render(new ChatTemplateInput
            {
                Messages = TemplateValue.FromJson(variables.GetProperty("messages")),
                Variables = variables.EnumerateObject().ToDictionary(entry => entry.Name, entry => TemplateValue.FromJson(entry.Value)),
                Clock = FixedClock.Instance,
            });
        }
        catch (InputException failure)
        {
            cause = failure.Message;
            return null;
        }
    }
}
