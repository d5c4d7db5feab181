using System.Text.Json;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Node.Tests.Imaging;

namespace ElasticMoE.Node.Tests.Profiles;

public sealed class HeatMapTests
{
    [Fact]
    public void Hotter_cells_are_denser_and_silent_ones_empty()
    {
        var counts = new RoutingCounts(["a"], [3], 4);
        new long[] { 0, 1, 20, 79 }.CopyTo(counts.Row(0, 0));

        Assert.Equal("  ··▒▒██", new TerminalHeatMap(counts, Palette.Plain, 80).Cells(0, 0));
    }

    [Theory]
    [InlineData(8, 100)]
    [InlineData(60, 100)]
    [InlineData(256, 100)]
    [InlineData(384, 100)]
    [InlineData(32, 40)]
    [InlineData(32, 80)]
    [InlineData(32, 240)]
    public void Lines_fit_the_terminal(int experts, int columns)
    {
        var counts = new RoutingCounts(["arithmetic", "a name longer than a narrow terminal has room for", "break\nin it"], [0, 1], experts);
        counts.Row(0, 1)[experts - 1] = 5;
        var output = new StringWriter { NewLine = "\n" };

        new TerminalHeatMap(counts, Palette.Plain, columns).Write(output);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(DisplayWidth.Of(line) <= columns, line));
        Assert.Contains("█", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 8)]
    [InlineData(61, 384)]
    public void Pictures_of_small_and_large_models_show_their_last_expert(int layers, int experts)
    {
        var counts = new RoutingCounts(["a", "b"], [.. Enumerable.Range(3, layers)], experts);
        counts.Row(1, layers - 1)[experts - 1] = 9;

        Canvas canvas = new PngHeatMap(counts, "title", "subtitle").Draw();

        Assert.InRange(canvas.Width, 400, 1600);
        int hot = 0;
        for (int y = canvas.Height / 3; y < canvas.Height; y++)
        {
            for (int x = canvas.Width / 10; x < canvas.Width; x++)
                hot += canvas[x, y] == HeatRamp.At(1) ? 1 : 0;
        }
        Assert.InRange(hot, 3 * 19, 21 * 19);
    }

    [Fact]
    public void The_picture_holds_the_ramp_s_ends()
    {
        using JsonDocument metrics = ReferenceMetrics.Open();

        Canvas canvas = new PngHeatMap(ReferenceMetrics.Counts(metrics), "emoe-mini", "the reference").Draw();

        var colours = new HashSet<Rgb>();
        for (int y = 0; y < canvas.Height; y++)
        {
            for (int x = 0; x < canvas.Width; x++)
                colours.Add(canvas[x, y]);
        }
        Assert.Contains(HeatRamp.At(0), colours);
        Assert.Contains(HeatRamp.At(1), colours);
        string directory = Directory.CreateTempSubdirectory("emoe-heat").FullName;
        string path = Path.Combine(directory, "routing.png");
        PngWriter.WriteFile(path, canvas);
        Assert.Equal(canvas.Height, PngDecoder.Decode(File.ReadAllBytes(path)).GetLength(0));
        Assert.Equal([path], Directory.GetFiles(directory));
        Directory.Delete(directory, recursive: true);
    }
}
