namespace ElasticMoE.Node.Imaging;

/// <summary>A picture in memory, 8-bit RGB, rows from the top. What is drawn past its edges is cut off.</summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels;

    public Canvas(int width, int height, Rgb background)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        Width = width;
        Height = height;
        _pixels = new byte[checked(width * height * 3)];
        Fill(0, 0, width, height, background);
    }

    public int Width { get; }

    public int Height { get; }

    public Rgb this[int x, int y]
    {
        get
        {
            ReadOnlySpan<byte> pixel = _pixels.AsSpan((y * Width + x) * 3, 3);
            return new Rgb(pixel[0], pixel[1], pixel[2]);
        }
    }

    /// <summary>One row's bytes: red, green, blue of each pixel.</summary>
    public ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * Width * 3, Width * 3);

    public void Fill(int left, int top, int width, int height, Rgb colour)
    {
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
                Set(x, y, colour);
        }
    }

    /// <summary>Draws text with its top left corner at the point; every font dot becomes <paramref name="scale"/> pixels square.</summary>
    public void Text(int left, int top, string text, Rgb colour, int scale = 1)
    {
        foreach (char c in text)
        {
            for (int column = 0; column < BitmapFont.Columns; column++)
            {
                byte dots = BitmapFont.Column(c, column);
                for (int row = 0; row < BitmapFont.Rows; row++)
                {
                    if ((dots >> row & 1) != 0)
                        Fill(left + column * scale, top + row * scale, scale, scale, colour);
                }
            }
            left += BitmapFont.Advance * scale;
        }
    }

    private void Set(int x, int y, Rgb colour)
    {
        Span<byte> pixel = _pixels.AsSpan((y * Width + x) * 3, 3);
        pixel[0] = colour.Red;
        pixel[1] = colour.Green;
        pixel[2] = colour.Blue;
    }
}
