using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Model.Tests.Tokenization;

public sealed class TokenizerConfigTests
{
    private const string Config = "tokenizer_config.json";

    [Fact]
    public void NothingBesideTheTokenizerIsFine()
    {
        using var model = new TemporaryModel();
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        Assert.Null(tokenizer.Config.BosToken);
        Assert.Empty(tokenizer.Config.ChatTemplates);
        Assert.Equal([6, 4, 5], tokenizer.Encode("abcd", addSpecial: true));
    }

    [Theory]
    [InlineData("""{"bos_token":"<s>","eos_token":"</s>","pad_token":null}""", "{}")]
    [InlineData("""{"bos_token":{"content":"<s>","lstrip":false},"eos_token":{"__type":"AddedToken","content":"</s>"}}""", "{}")]
    [InlineData("{}", """{"bos_token":"<s>","eos_token":{"content":"</s>"}}""")]
    [InlineData("""{"bos_token":"<s>","eos_token":"</s>","pad_token":null}""", """{"bos_token":"a","eos_token":"b","pad_token":"c"}""")]
    public void SpecialTokensComeInAllTheirForms(string config, string map)
    {
        using var model = new TemporaryModel((Config, config), ("special_tokens_map.json", map));
        TokenizerConfig read = TokenizerConfig.Load(model.Path);
        Assert.Equal(("<s>", "</s>", null), (read.BosToken, read.EosToken, read.PadToken));
    }

    [Theory]
    [InlineData("{}", new[] { 6, 4 })]
    [InlineData("""{"bos_token":"<s>","eos_token":"</s>"}""", new[] { 6, 4 })]
    [InlineData("""{"add_bos_token":false,"bos_token":"<s>"}""", new[] { 4 })]
    [InlineData("""{"add_eos_token":true,"bos_token":"<s>","eos_token":"</s>"}""", new[] { 4, 7 })]
    [InlineData("""{"add_bos_token":true,"add_eos_token":true,"bos_token":"<s>","eos_token":"</s>"}""", new[] { 6, 4, 7 })]
    [InlineData("""{"add_bos_token":true,"bos_token":null}""", new[] { 4 })]
    [InlineData("""{"add_bos_token":null,"bos_token":"<s>"}""", new[] { 4 })]
    public void AdditionsReplaceThePostProcessorWhereTheConfigNamesThem(string config, int[] ids)
    {
        using var model = new TemporaryModel((Config, config));
        Tokenizer tokenizer = Tokenizer.Load(model.Path);
        Assert.Equal(ids, tokenizer.Encode("ab", addSpecial: true));
        Assert.Equal([4], tokenizer.Encode("ab", addSpecial: false));
    }

    [Theory]
    [InlineData("{}", new[] { 9, 10, 11, 12 })]
    [InlineData("""{"eos_token":"</s>"}""", new[] { 7 })]
    [InlineData("""{"additional_special_tokens":["</s>"]}""", new[] { 7 })]
    [InlineData("""{"added_tokens_decoder":{"7":{"content":"</s>","special":true}}}""", new[] { 7 })]
    [InlineData("""{"eos_token":"</t>"}""", new[] { 9, 10, 11, 12 })]
    public void NamedTokensOfTheVocabularyAreFoundInTexts(string config, int[] ids)
    {
        using var model = new TemporaryModel((Config, config));
        Assert.Equal(ids, Tokenizer.Load(model.Path).Encode("</s>", addSpecial: false));
    }

    [Fact]
    public void TemplateFilesWinInTheirOrder()
    {
        using var model = new TemporaryModel(
            (Config, """{"chat_template":[{"name":"default","template":"A"},{"name":"tool_use","template":"B"}]}"""), ("chat_template.json", """{"chat_template":"C"}"""));
        Assert.Equal([new("default", "A"), new("tool_use", "B")], TokenizerConfig.Load(model.Path).ChatTemplates);
        using var own = new TemporaryModel((Config, """{"chat_template":"A"}"""), ("chat_template.jinja", "D"), ("additional_chat_templates/rag.jinja", "E"));
        Assert.Equal([new("default", "D"), new("rag", "E")], TokenizerConfig.Load(own.Path).ChatTemplates);
        using var last = new TemporaryModel(("chat_template.json", """{"chat_template":"C"}"""));
        Assert.Equal([new("default", "C")], TokenizerConfig.Load(last.Path).ChatTemplates);
    }

    [Theory]
    [InlineData("[]", "is not an object")]
    [InlineData("{", "is not valid JSON at line 1")]
    [InlineData("""{"bos_token":5}""", "bos_token: is not an object")]
    [InlineData("""{"add_bos_token":"yes"}""", "add_bos_token: is not true or false")]
    [InlineData("""{"chat_template":7}""", "chat_template: is not a list")]
    [InlineData("""{"chat_template":[{"name":"x"}]}""", "chat_template[0]: lacks the field 'template'")]
    [InlineData("""{"added_tokens_decoder":{"x":{"content":"a"}}}""", "added_tokens_decoder.x: has a name that is not an id")]
    [InlineData("""{"add_bos_token":true,"bos_token":"<none>"}""", "has no token '<none>'")]
    public void WhatIsWrongIsNamed(string config, string message)
    {
        using var model = new TemporaryModel((Config, config));
        InputException error = Assert.Throws<InputException>(() => Tokenizer.Load(model.Path));
        Assert.StartsWith(model.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
