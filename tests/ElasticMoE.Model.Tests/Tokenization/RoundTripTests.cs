using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tests.Tokenization;

public sealed class RoundTripTests
{
    [Theory]
    [MemberData(nameof(GoldenTokenizers.Names), MemberType = typeof(GoldenTokenizers))]
    public void DecodingUndoesEncoding(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DirectoryOf(name));
        bool composes = name is "qwen_style" or "neox_style" or "config_file";
        var random = new Random(3);
        for (int round = 0; round < 300; round++)
        {
            string text = RandomTexts.Next(random);
            string expected = composes ? UnicodeNormalization.Normalize(text, UnicodeForm.Composed) : text;
            Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text, addSpecial: false), skipSpecial: false));
            Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text, addSpecial: true), skipSpecial: true));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenTokenizers.Names), MemberType = typeof(GoldenTokenizers))]
    public void DecodesAStreamAsItDecodesAtOnce(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DirectoryOf(name));
        var random = new Random(5);
        for (int round = 0; round < 500; round++)
            StreamingProperties.Check(tokenizer, random);
    }

    [Fact]
    public void StreamsWholeCharactersOnly()
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DirectoryOf("gpt2_style"));
        int[] bytes = [.. "😀"u8.ToArray().Select(b => tokenizer.IdOf(ByteAlphabet.CharacterOf(b).ToString())!.Value)];
        var decoder = new StreamingDecoder(tokenizer, skipSpecial: true);
        Assert.Equal(["", "", "", "😀"], bytes.Select(decoder.Push));
        Assert.Equal("", decoder.Flush());
        Assert.Equal(["", ""], bytes[..2].Select(decoder.Push));
        Assert.Equal("\uFFFD", decoder.Flush());
    }

    [Fact]
    public void ManyThreadsGetTheSameIds()
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DirectoryOf("qwen_style"));
        var random = new Random(7);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => RandomTexts.Next(random))];
        Tokenizer alone = Tokenizer.Load(GoldenTokenizers.DirectoryOf("qwen_style"));
        int[][] expected = [.. texts.Select(text => alone.Encode(text, addSpecial: false))];
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < texts.Length; i++)
                Assert.Equal(expected[i], tokenizer.Encode(texts[i], addSpecial: false));
        });
    }

    [Theory]
    [InlineData("gpt2_style")]
    [InlineData("llama2_style")]
    public void EncodesOneVeryLongWord(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DirectoryOf(name));
        var random = new Random(1);
        string word = string.Concat(Enumerable.Range(0, 300_000).Select(_ => (char)random.Next('a', 'f')));
        Assert.Equal(word, tokenizer.Decode(tokenizer.Encode(word, addSpecial: false), skipSpecial: false));
    }
}
