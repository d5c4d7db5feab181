using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tests.Tokenization;

public sealed class BadTokenizerTests
{
    private const string Good = """
        {"version":"1.0","added_tokens":[{"id":3,"content":"<s>","special":true}],"normalizer":null,"pre_tokenizer":null,
        "post_processor":null,"decoder":null,"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}
        """;

    [Fact]
    public void TheUnchangedOneWorks() => Assert.Equal([2, 3, 1], Load(Good).Encode("ab<s>b", addSpecial: true));

    [Theory]
    [InlineData("\"merges\":[\"a b\"]", "\"x\":0", "model: lacks the field 'merges'")]
    [InlineData("[\"a b\"]", "null", "model: lacks the field 'merges'")]
    [InlineData("[\"a b\"]", "\"a b\"", "model.merges: is not a list")]
    [InlineData("\"a b\"", "\"ab\"", "model.merges[0]: is not two tokens")]
    [InlineData("\"a b\"", "[\"a\"]", "model.merges[0]: is not a pair")]
    [InlineData("\"a b\"", "7", "model.merges[0]: is not a string")]
    [InlineData("\"a b\"", "\"a c\"", "model.merges[0]: names 'c', which is not in the vocabulary")]
    [InlineData("\"a b\"", "\"b a\"", "names 'ba', which is not in the vocabulary")]
    [InlineData("{\"a\":0,\"b\":1,\"ab\":2}", "[]", "model.vocab: is not an object")]
    [InlineData("\"ab\":2", "\"ab\":-1", "model.vocab.ab: is -1, outside of 0")]
    [InlineData("\"ab\":2", "\"ab\":99999999999", "model.vocab.ab: is not a whole number")]
    [InlineData("\"ab\":2", "\"ab\":2000000000", "model.vocab.ab: is 2000000000, outside")]
    [InlineData("\"ab\":2", "\"ab\":1", "model.vocab.ab: has the id 1, which 'b' has too")]
    [InlineData("\"ab\":2", "\"ab\":2,\"ab\":3", "model.vocab.ab: stands in the vocabulary twice")]
    [InlineData("\"ab\":2", "\"ab\":\"2\"", "model.vocab.ab: is not a whole number")]
    [InlineData("\"ab\":2", "\"\\ud800\":2", "not valid Unicode")]
    [InlineData("\"BPE\"", "\"Unigram\"", "is of type 'Unigram', which is not supported")]
    [InlineData("\"1.0\"", "\"2.0\"", "version: is '2.0'")]
    [InlineData("\"id\":3", "\"id\":-3", "added_tokens[0].id: is -3")]
    [InlineData("\"<s>\"", "5", "added_tokens[0].content: is not a string")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"Precompiled\"}", "is a normalizer of type 'Precompiled', which is not supported")]
    [InlineData("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"UnicodeScripts\"}", "is a pre-tokenizer of type 'UnicodeScripts'")]
    [InlineData("\"decoder\":null", "\"decoder\":{\"type\":\"CTC\"}", "is a decoder of type 'CTC', which is not supported")]
    [InlineData("\"post_processor\":null", "\"post_processor\":{\"type\":\"Other\"}", "is a post-processor of type 'Other'")]
    [InlineData("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}", "pre_tokenizer.pattern.Regex: the pattern lacks a closing ')'")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"dropout\":0.1", "model.dropout: is not 0")]
    [InlineData("\"model\":", "\"mode\":", "lacks the field 'model'")]
    public void IsRefusedNamingFieldAndCause(string part, string replacement, string message)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        string bad = Good.Replace(part, replacement, StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() => Load(bad));
        Assert.StartsWith("some/tokenizer.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void TruncatedAndDeepJsonIsRefused()
    {
        for (int length = 0; length < Good.Length - 2; length += 7)
            Assert.Throws<InputException>(() => Load(Good[..length]));
        Assert.Throws<InputException>(() => Load(new string('[', 1_000_000)));
        Assert.Throws<InputException>(() => Load("[1,2]"));
        Assert.Throws<InputException>(() => Load(Good.Replace("\"normalizer\":null", "\"normalizer\":" + Nested(500), StringComparison.Ordinal)));
    }

    [Fact]
    public void InvalidUtf8IsRefused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Good);
        bytes[Array.IndexOf(bytes, (byte)'b', Good.IndexOf("\"vocab\"", StringComparison.Ordinal) + 14)] = 0xFF;
        Assert.Throws<InputException>(() => TokenizerReader.Read(JsonFile.Parse(bytes, "some/tokenizer.json"), new TokenizerConfig()));
        Assert.Equal("input: is not valid UTF-8 at byte 2", Assert.Throws<InputException>(() => Utf8Text.Decode([0x61, 0x62, 0xC3, 0x28], "input")).Message);
        Assert.Equal("é", Utf8Text.Decode([0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "input"));
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        InputException error = Assert.Throws<InputException>(() => Tokenizer.Load("/nowhere"));
        Assert.Equal("/nowhere/tokenizer.json: the file does not exist", error.Message);
        Assert.Equal(ExitCode.NotFound, error.Exit);
    }

    [Fact]
    public void HalfASurrogatePairIsRefused() =>
        Assert.Contains("position 2", Assert.Throws<InputException>(() => Load(Good).Encode("ab\uD800b", addSpecial: false)).Message, StringComparison.Ordinal);

    [Fact]
    public void UnassignedIdsAreKnownAndDecodeToNothing()
    {
        Tokenizer tokenizer = Load(Good.Replace("\"ab\":2", "\"ab\":2,\"z\":9", StringComparison.Ordinal).Replace("<s>", "z", StringComparison.Ordinal));
        Assert.Equal(10, tokenizer.VocabularySize);
        Assert.Equal([0, 1, 2, 9], Enumerable.Range(-1, 13).Where(tokenizer.IsAssigned));
        Assert.Equal("a b", tokenizer.Decode([0, 5, -1, 12, 1, 9], skipSpecial: true));
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"type\":\"Sequence\",\"normalizers\":[", depth)) + string.Concat(Enumerable.Repeat("]}", depth));

    private static Tokenizer Load(string json) =>
        TokenizerReader.Read(JsonFile.Parse(Encoding.UTF8.GetBytes(json), "some/tokenizer.json"), new TokenizerConfig());
}
