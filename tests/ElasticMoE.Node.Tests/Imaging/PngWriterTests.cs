using ElasticMoE.Node.Imaging;

namespace ElasticMoE.Node.Tests.Imaging;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(300, 41, 3)]
    public void Every_pixel_reads_back(int width, int height, int seed)
    {
        var random = new Random(seed);
        var canvas = new Canvas(width, height, Rgb.White);
        for (int i = 0; i < 50; i++)
        {
            var colour = new Rgb((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
            canvas.Fill(random.Next(-3, width), random.Next(-3, height), random.Next(1, 9), random.Next(1, 9), colour);
        }
        using var file = new MemoryStream();

        PngWriter.Write(file, canvas);

        Rgb[,] pixels = PngDecoder.Decode(file.ToArray());
        Assert.Equal((height, width), (pixels.GetLength(0), pixels.GetLength(1)));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                Assert.Equal(canvas[x, y], pixels[y, x]);
        }
    }

    [Fact]
    public void The_checksum_is_the_published_check_value() => Assert.Equal(0xCBF43926u, Crc32.Compute("1234"u8, "56789"u8));

    [Fact]
    public void Text_draws_the_font_s_dots_and_nothing_past_the_edges()
    {
        var canvas = new Canvas(9, 8, new Rgb(0, 0, 0));

        canvas.Text(1, 0, "Tg", Rgb.White);

        string[] rows = [.. Enumerable.Range(0, 8).Select(y => string.Concat(Enumerable.Range(0, 9).Select(x => canvas[x, y] == Rgb.White ? '#' : '.')))];
        Assert.Equal([".#####...", "...#.....", "...#....#", "...#...#.", "...#...#.", "...#....#", "...#.....", "........#"], rows);
    }
}
