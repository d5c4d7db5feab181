using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Tests.Prompts;

public sealed class PromptTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\r\n", "a")]
    [InlineData("a\n\n", "a\n")]
    [InlineData("\uFEFFé中😀\n", "é中😀")]
    public void The_last_line_break_is_not_part_of_the_prompt(string written, string read) =>
        Assert.Equal(read, PromptText.ReadAll(new MemoryStream(Encoding.UTF8.GetBytes(written)), "standard input"));

    [Theory]
    [InlineData(new byte[] { 0x61, 0xFF }, 1)]
    [InlineData(new byte[] { 0xE4, 0xB8 }, 0)]
    [InlineData(new byte[] { 0x61, 0x62, 0xED, 0xA0, 0x80 }, 2)]
    public void Other_encodings_are_refused_by_name_and_place(byte[] bytes, int place)
    {
        var refused = Assert.Throws<InputException>(() => PromptText.ReadAll(new MemoryStream(bytes), "prompt.txt"));

        Assert.Equal($"prompt.txt: is not valid UTF-8 at byte {place}", refused.Message);
    }

    [Fact]
    public void Lines_come_one_by_one_and_a_wrong_one_is_named()
    {
        var stream = new MemoryStream([.. "one\ntwo\n"u8, 0xFF, (byte)'\n']);

        using IEnumerator<string> lines = PromptText.ReadLines(stream, "standard input").GetEnumerator();

        var refused = Assert.Throws<InputException>(() => Drain(lines));
        Assert.StartsWith("standard input:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_not_found() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<InputException>(() => PromptText.ReadFile("/nonexistent/prompt.txt")).Exit);

    private static void Drain(IEnumerator<string> lines)
    {
        while (lines.MoveNext())
            Assert.NotNull(lines.Current);
    }
}
