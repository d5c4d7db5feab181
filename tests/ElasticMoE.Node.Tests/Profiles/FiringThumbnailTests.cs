using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Profiles;

public sealed class FiringThumbnailTests
{
    [Fact]
    public void Shades_show_one_line_a_layer()
    {
        var counts = new RoutingCounts(["a"], [1, 2], 4);
        new long[] { 0, 1, 20, 79 }.CopyTo(counts.Row(0, 0));
        new long[] { 100, 0, 0, 0 }.CopyTo(counts.Row(0, 1));

        Assert.Equal([" ·▒█", "█   "], new FiringThumbnail(counts, Palette.Plain).Lines(0));
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(5, 32, 3)]
    [InlineData(58, 256, 6)]
    [InlineData(61, 384, 6)]
    public void Colour_shows_two_layers_a_line_and_never_more_than_fits(int layers, int experts, int lines)
    {
        var counts = new RoutingCounts(["a"], [.. Enumerable.Range(0, layers)], experts);
        counts.Row(0, layers - 1)[experts - 1] = 1;
        var thumbnail = new FiringThumbnail(counts, Palette.Choose(colour: true, trueColour: true));

        IReadOnlyList<string> drawn = thumbnail.Lines(0);

        Assert.Equal(lines, drawn.Count);
        Assert.All(drawn, line => Assert.Equal(thumbnail.Columns, DisplayWidth.Of(line)));
        Assert.InRange(thumbnail.Columns, 1, 32);
        Rgb hot = HeatRamp.At(1);
        Assert.Contains($";2;{hot.Red};{hot.Green};{hot.Blue}m", drawn[^1], StringComparison.Ordinal);
    }
}
