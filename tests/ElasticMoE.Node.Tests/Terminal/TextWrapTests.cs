using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Terminal;

public sealed class TextWrapTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("a\n\nb", 10, "a||b")]
    [InlineData("您的账户余额是", 6, "您的账|户余额|是")]
    [InlineData("", 10, "")]
    [InlineData("tab\there", 20, "tab here")]
    public void Lines_break_at_spaces_or_inside_long_words(string text, int columns, string expected) =>
        Assert.Equal(expected, string.Join('|', TextWrap.Lines(text, columns)));

    [Fact]
    public void No_line_is_wider_than_the_room_and_nothing_but_spaces_is_lost()
    {
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => "ab 中\ne"[random.Next(6)]));
            int columns = random.Next(2, 20);

            List<string> lines = TextWrap.Lines(text, columns);

            Assert.All(lines, line => Assert.True(DisplayWidth.Of(line) <= columns));
            Assert.Equal(Solid(text), Solid(string.Concat(lines)));
        }
    }

    private static string Solid(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
