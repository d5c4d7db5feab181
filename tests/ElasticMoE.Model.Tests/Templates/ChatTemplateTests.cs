using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Tests.Templates;

public sealed class ChatTemplateTests
{
    [Theory]
    [InlineData("a\n{{ b }", 2, "unexpected '}'")]
    [InlineData("{% if x %}\n\n", 2, "Unexpected end of template")]
    [InlineData("\n\n{% nosuch %}", 3, "unknown tag 'nosuch'")]
    [InlineData("{# a\nb #}\n{{ 1|nosuch }}", 3, "No filter named 'nosuch'")]
    [InlineData("a\n{% include 'x' %}", 2, "'include' is not supported")]
    [InlineData("{%\n raw %}\n{% if %}", 2, "Missing end of raw")]
    [InlineData("{{ 'a\nb' }}{{ 'c }}", 2, "a string that doesn't end")]
    public void SourceErrorsNameLineAndCause(string source, int line, string cause)
    {
        var failure = Assert.Throws<InputException>(() => ChatTemplate.Parse(source, "chat.jinja"));

        Assert.StartsWith($"chat.jinja: line {line}: ", failure.Message);
        Assert.Contains(cause, failure.Message);
    }

    [Theory]
    [InlineData("a\n{{ x.y }}", 2, "'x' is undefined")]
    [InlineData("{{ messages\n[0]['no'].x }}", 2, "has no attribute 'no'")]
    [InlineData("\n{{ 'a' + 1 }}", 2, "can only concatenate str (not \"int\") to str")]
    [InlineData("\n\n{{ raise_exception('roles\nmust alternate') }}", 3, "roles must alternate")]
    [InlineData("{% macro m() %}\n{{ 1 // 0 }}\n{% endmacro %}\n\n{{ m() }}", 2, "division by zero")]
    [InlineData("{% for x in [1] %}\n{{ x }}{{ x() }}\n{% endfor %}", 2, "'int' object is not callable")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", 1, "expected 2 values to unpack, got 1")]
    [InlineData("\n{% set x.y = 1 %}", 2, "non-namespace")]
    [InlineData("\n{{ [].append(1) }}", 2, "'append' of 'list' object is unsafe")]
    public void RenderingErrorsNameLineAndCause(string source, int line, string cause)
    {
        ChatTemplate template = ChatTemplate.Parse(source, "chat.jinja");

        var failure = Assert.Throws<InputException>(() => template.Render(Input()));

        Assert.StartsWith($"chat.jinja: line {line}: ", failure.Message);
        Assert.Contains(cause, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void ATemplatesOwnMessageIsCutShort()
    {
        ChatTemplate template = ChatTemplate.Parse("{{ raise_exception('a' * 100000) }}", "t");

        Assert.True(Assert.Throws<InputException>(() => template.Render(Input())).Message.Length < 1_100);
    }

    [Fact]
    public void VariablesWinOverTheInputAndTheBuiltIns()
    {
        ChatTemplate template = ChatTemplate.Parse("{{ tools }} {{ range }} {{ add_generation_prompt }}", "t");
        var variables = new Dictionary<string, TemplateValue> { ["tools"] = TemplateValue.Of("T"), ["range"] = TemplateValue.Of(2.0) };

        Assert.Equal("T 2.0 True", template.Render(Input() with { AddGenerationPrompt = true, Variables = variables }));
        Assert.Equal("None <built-in function range> False", template.Render(Input()));
    }

    [Fact]
    public void TheClockIsTheCallers()
    {
        ChatTemplate template = ChatTemplate.Parse("{{ strftime_now('%d %b %Y %H') }}", "t");

        Assert.Equal("21 Nov 2026 12", template.Render(Input() with { Clock = FixedClock.Instance }));
    }

    [Fact]
    public void OneTemplateIsRenderedByManyThreadsAlike()
    {
        const string Source = "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + m.content|length %}"
            + "{{ m.content[::-1] }}{{ ns.n }}{% endfor %}";
        ChatTemplate template = ChatTemplate.Parse(Source, "t");
        ChatTemplateInput input = Input() with { Messages = TemplateValue.List(Enumerable.Range(0, 50).Select(Message)) };
        string alone = template.Render(input);
        var together = new string[64];

        Parallel.For(0, together.Length, i => together[i] = template.Render(input));

        Assert.All(together, text => Assert.Equal(alone, text));
    }

    [Fact]
    public void AConversationOfTenThousandMessagesIsWithinTheLimits()
    {
        string source = File.ReadAllText(ElasticMoE.Testing.Repository.PathOf("tests", "golden", "templates.json"));
        using var document = System.Text.Json.JsonDocument.Parse(source);
        ChatTemplateInput input = Input() with { Messages = TemplateValue.List(Enumerable.Range(0, 10_000).Select(Message)) };
        foreach (string name in new[] { "chatml", "tools_think", "namespace_flags" })
        {
            string template = document.RootElement.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name)
                .GetProperty("template").GetString()!;

            Assert.Contains("text 😀 9999", ChatTemplate.Parse(template, name).Render(input));
        }
    }

    private static TemplateValue Message(int index) => TemplateValue.Map(new Dictionary<string, TemplateValue>
    {
        ["role"] = TemplateValue.Of(index % 2 == 0 ? "user" : "assistant"),
        ["content"] = TemplateValue.Of($"text 😀 {index}"),
    });

    private static ChatTemplateInput Input() => new()
    {
        Messages = TemplateValue.List([Message(0)]),
        Variables = new Dictionary<string, TemplateValue> { ["bos_token"] = TemplateValue.Of("<s>"), ["eos_token"] = TemplateValue.Of("</s>") },
    };
}
