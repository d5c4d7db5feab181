using ElasticMoE.Contracts;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Templates.Values;
using ElasticMoE.Model.Tests.Tokenization;
using ElasticMoE.Model.Tokenization.Verification;

namespace ElasticMoE.Model.Tests.Chat;

public sealed class ChatFormatTests
{
    private const string Config = "tokenizer_config.json";

    private const string TwoTemplates = """
        {"bos_token":"<s>","eos_token":"</s>","chat_template":[{"name":"tool_use","template":"{{ bos_token }}{{ tools | length }}"},
        {"name":"default","template":"{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}{{ x }}{% endif %}"}]}
        """;

    private static readonly TemplateValue s_messages =
        TemplateValue.List([TemplateValue.Map([new("role", TemplateValue.Of("user")), new("content", TemplateValue.Of("abcd"))])]);

    [Fact]
    public void PicksTheTemplateAndAddsNothingToItsPrompt()
    {
        using var model = new TemporaryModel((Config, TwoTemplates));
        ChatFormat format = ChatFormat.Load(model.Path);
        var extra = new Dictionary<string, TemplateValue> { ["x"] = TemplateValue.Of("a") };
        Assert.Equal("<s>abcda", format.Render(s_messages, null, addGenerationPrompt: true, extra));
        Assert.Equal([6, 4, 5, 0], format.Encode(s_messages, null, addGenerationPrompt: true, extra));
        Assert.Equal([6, 4, 5], format.Encode(s_messages, null, addGenerationPrompt: false));
        Assert.Equal("<s>1", format.Render(s_messages, TemplateValue.List([TemplateValue.Of("t")]), addGenerationPrompt: false));
    }

    [Theory]
    [InlineData("{}", "has no chat template")]
    [InlineData("""{"chat_template":[{"name":"rag","template":""}]}""", "has no default chat template, only rag")]
    [InlineData("""{"chat_template":"{% if %}"}""", "chat template 'default': line 1")]
    public void SaysWhyThereIsNoPrompt(string config, string message)
    {
        using var model = new TemporaryModel((Config, config));
        ChatFormat format = ChatFormat.Load(model.Path);
        InputException error = Assert.Throws<InputException>(() => format.Render(s_messages, null, addGenerationPrompt: true));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "{}", new int[0])]
    [InlineData("""{"eos_token":"</s>"}""", "{}", new[] { 7 })]
    [InlineData("""{"eos_token":"</s>"}""", """{"eos_token_id":3}""", new[] { 3, 7 })]
    [InlineData("""{"eos_token":"</s>"}""", """{"eos_token_id":[7,2]}""", new[] { 2, 7 })]
    [InlineData("""{"eos_token":null}""", """{"eos_token_id":null}""", new int[0])]
    public void StopsAreTheUnionOfWhatTheFilesName(string config, string generation, int[] ids)
    {
        using var model = new TemporaryModel((Config, config), ("generation_config.json", generation));
        Assert.Equal(ids, ChatFormat.Load(model.Path).StopIds);
    }

    [Fact]
    public void VerificationNamesDifferences()
    {
        using var model = new TemporaryModel(
            (Config, TwoTemplates),
            ("cases.json", """[{"text":"ab","ids":[4],"ids_special":[6,4],"decoded":"ab"},{"text":"a","ids":[1],"ids_special":[6,0],"decoded":"a"}]"""),
            ("chat_cases.json", """[{"messages":[{"content":"ab"}],"text":"<s>ab","ids":[6,4],"stop_ids":[7]},{"messages":[],"text":"","ids":[],"stop_ids":[]}]"""));
        var lines = new List<string>();
        Assert.False(TokenizerVerification.Run(model.Path, lines.Add));
        Assert.Contains($"{model.Path}: encode: 2 cases, 1 differ", lines);
        Assert.Contains("  \"a\": expected [1], got [0]", lines);
        Assert.Contains($"{model.Path}: decode as a stream: 2 cases, no difference", lines);
        Assert.Contains($"{model.Path}: chat template: 2 cases, 1 differ", lines);
        Assert.Contains("  \"\": expected [], got [7]", lines);
        using var none = new TemporaryModel();
        Assert.Throws<InputException>(() => TokenizerVerification.Run(none.Path, lines.Add));
    }
}
