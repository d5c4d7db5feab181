using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Terminal;

public sealed class TextTableTests
{
    [Fact]
    public void Columns_align_by_display_width()
    {
        var table = new TextTable("domain", TableColumn.Number("exact"));
        table.Add("客服", "35");
        table.Add("sql", "7");
        var output = new StringWriter { NewLine = "\n" };

        table.Write(output, Palette.Plain);

        Assert.Equal("domain  exact\n客服       35\nsql         7\n", output.ToString());
    }

    [Fact]
    public void A_row_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => new TextTable("one").Add("a", "b"));
}
