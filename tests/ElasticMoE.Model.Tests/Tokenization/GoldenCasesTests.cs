using System.Text.Json;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Verification;

namespace ElasticMoE.Model.Tests.Tokenization;

public sealed class GoldenCasesTests
{
    [Theory]
    [MemberData(nameof(GoldenTokenizers.Names), MemberType = typeof(GoldenTokenizers))]
    public void EncodesAndDecodesAsTheReference(string name)
    {
        var lines = new List<string>();
        Assert.True(TokenizerVerification.Run(GoldenTokenizers.DirectoryOf(name), lines.Add), string.Join('\n', lines));
        Assert.Equal(name.StartsWith("config_", StringComparison.Ordinal) ? 3 : 4, lines.Count);
    }

    [Fact]
    public void DefaultModelEncodesItsPromptsAndDecodesItsAnswers()
    {
        Tokenizer tokenizer = Tokenizer.Load(GoldenTokenizers.DefaultModel);
        foreach (string line in File.ReadLines(Path.Combine(GoldenTokenizers.DefaultModel, "golden.jsonl")))
        {
            using JsonDocument golden = JsonDocument.Parse(line);
            JsonElement root = golden.RootElement;
            Assert.Equal(Ids(root, "input_ids"), tokenizer.Encode(root.GetProperty("prompt").GetString()!, addSpecial: false));
            Assert.Equal(root.GetProperty("text").GetString(), tokenizer.Decode(Ids(root, "output_ids"), skipSpecial: true));
        }
    }

    private static int[] Ids(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static id => id.GetInt32())];
}
