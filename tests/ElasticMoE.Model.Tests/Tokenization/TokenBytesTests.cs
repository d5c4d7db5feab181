using ElasticMoE.Model.Tokenization;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>A token's bytes, found at once where the decoder can tell, against what decoding shows.</summary>
public sealed class TokenBytesTests
{
    public static TheoryData<string> Files => new(Directory.GetDirectories(Repository.PathOf("tests", "golden", "tokenizers")).Append(Repository.PathOf("models", "emoe-mini")).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_token_has_the_bytes_that_decoding_shows(string directory)
    {
        var tokenizer = Tokenizer.LoadFile(Path.Combine(directory, "tokenizer.json"));
        for (int id = 0; id < tokenizer.VocabularySize; id++)
            Assert.Equal(tokenizer.TokenOf(id) is { } token ? TokenBytes.Decoded(tokenizer, id, token) : [], tokenizer.BytesOf(id));
    }
}
