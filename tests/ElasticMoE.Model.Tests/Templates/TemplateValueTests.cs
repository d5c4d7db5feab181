using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Tests.Templates;

public sealed class TemplateValueTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e2", "100.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1e999", "inf")]
    [InlineData("true", "True")]
    [InlineData("null", "None")]
    [InlineData("\"a\\ud83d\\ude00\"", "a😀")]
    [InlineData("[1, [\"a\", null]]", "[1, ['a', None]]")]
    [InlineData("{\"b\": 1, \"a\": 2, \"b\": 3}", "{'b': 3, 'a': 2}")]
    public void JsonKeepsKindsAndKeyOrder(string json, string printed) => Assert.Equal(printed, Print(json));

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\": 1}")]
    public void InvalidUnicodeIsRefused(string json) => Assert.Throws<InputException>(() => Print(json));

    [Fact]
    public void LongNumbersAndDeepNestingAreRefused()
    {
        Assert.Throws<InputException>(() => Print(new string('9', 2_000)));
        Assert.Throws<InputException>(() => Print(new string('[', 500) + new string(']', 500)));
        Assert.Equal(100, Print(new string('[', 50) + new string(']', 50)).Length);
    }

    [Fact]
    public void EveryFloatIsPrintedSoThatItReadsBack()
    {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
                Assert.Equal(value, double.Parse(Print(TemplateValue.Of(value)), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string Print(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        return Print(TemplateValue.FromJson(document.RootElement));
    }

    private static string Print(TemplateValue value) =>
        ChatTemplate.Parse("{{ messages }}", "t").Render(new ChatTemplateInput { Messages = value });
}
