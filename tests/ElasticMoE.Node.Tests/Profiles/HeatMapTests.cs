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
    [InlineData(8)]
    [InlineData(60)]
    [InlineData(256)]
    [InlineData(384)]
    public void Lines_fit_the_terminal(int experts)
    {
        var counts = new RoutingCounts(["arithmetic", "kefu"], [0, 1], experts);
        counts.Row(0, 1)[experts - 1] = 5;
        var output = new StringWriter { NewLine = "\n" };

        new TerminalHeatMap(counts, Palette.Plain, 100).Write(output);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(DisplayWidth.Of(line) <= 100, line));
        Assert.Contains("█", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_holds_the_ramp_s_ends()
    {
        using JsonDocument metrics = ReferenceMetrics.Open();

        Canvas canvas = new PngHeatMap(ReferenceMetrics.Counts(metrics), "emoe-mini").Draw();

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
