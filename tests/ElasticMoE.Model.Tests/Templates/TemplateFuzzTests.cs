using System.Text;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Templates;

/// <summary>Reference templates damaged at random, from fixed seeds: they render or fail with the one expected exception.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{%", "%}", "{{", "}}", "{#", "#}", "-", "+", "(", ")", "[", "]", "{", "}", "'", "\"", "|", ".", ",", ":", "~", "*", "**", "//", "%", "<", "==",
        " in ", " is ", " not ", " if ", " else ", " and ", "{% endif %}", "{% endfor %}", "{% else %}", "{% break %}", "{% set x %}", "{% endset %}",
        "{% macro m(a, b=1) %}", "{% endmacro %}", "m(1)", "{% for x in messages %}", "loop.", "loop(messages)", " recursive ", "namespace(a=1)", "range(9)",
        "|list", "|map(", "|join(", "|tojson", "|sort", "|groupby('role')", "|batch(2)", "[::-1]", "[1:]", ".split('a')", ".format(1)", "'%s' % ", "none",
        "true", "1", "-1", "0", "1.5", "1e308", "99999999999", "\n", "\r\n", " ", "\\", "\0", "😀", "\ud800", "{% raw %}", "{% endraw %}", "{% filter upper %}",
    ];

    [Fact]
    public void DamagedTemplatesRenderOrFailCleanly()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "golden", "templates.json")));
        foreach (JsonElement entry in golden.RootElement.EnumerateArray())
        {
            string source = entry.GetProperty("template").GetString()!;
            JsonElement[] cases = [.. entry.GetProperty("cases").EnumerateArray()];
            var random = new Random(source.Length);
            int rendered = 0;
            for (int i = 0; i < 400; i++)
                rendered += Renders(Damage(source, random), TemplateCase.Read(cases[i % cases.Length], "case").Input) ? 1 : 0;
            Assert.InRange(rendered, 1, 399);
        }
    }

    [Fact]
    public void RandomPiecesRenderOrFailCleanly()
    {
        var random = new Random(17);
        for (int i = 0; i < 2_000; i++)
        {
            var source = new StringBuilder("{{ messages");
            for (int n = random.Next(12); n >= 0; n--)
                source.Append(Pieces[random.Next(Pieces.Length)]);
            Renders(source.Append(random.Next(2) == 0 ? " }}" : "").ToString(), new ChatTemplateInput
            {
                Messages = Model.Templates.Values.TemplateValue.List([]),
            });
        }
    }

    private static string Damage(string source, Random random)
    {
        var text = new StringBuilder(source);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                default:
                    text[at] = (char)random.Next(128);
                    break;
            }
        }

        return text.ToString();
    }

    private static bool Renders(string source, ChatTemplateInput input)
    {
        try
        {
            ChatTemplate.Parse(source, "fuzz").Render(input);
            return true;
        }
        catch (InputException failure)
        {
            Assert.DoesNotContain('\n', failure.Message);
            return false;
        }
    }
}
