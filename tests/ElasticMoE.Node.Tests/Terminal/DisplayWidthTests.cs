using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Terminal;

public sealed class DisplayWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("查询余额", 8)]
    [InlineData("e\u0301", 1)]
    [InlineData("\e[31mred\e[0m", 3)]
    [InlineData("😀", 2)]
    public void Wide_characters_take_two_columns_and_marks_none(string text, int columns) => Assert.Equal(columns, DisplayWidth.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("查询余额", 5, "查询…")]
    [InlineData("查询余额", 4, "查…")]
    public void Truncation_never_exceeds_the_room(string text, int columns, string expected)
    {
        string cut = DisplayWidth.Truncate(text, columns);

        Assert.Equal(expected, cut);
        Assert.True(DisplayWidth.Of(cut) <= columns);
    }
}
