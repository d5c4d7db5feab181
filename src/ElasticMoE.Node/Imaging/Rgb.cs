namespace ElasticMoE.Node.Imaging;

/// <summary>A colour, 8 bits a channel.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    public static Rgb White { get; } = new(255, 255, 255);

    /// <summary>The colour at <paramref name="share"/> (0…1) of the way from this one to another.</summary>
    public Rgb Blend(Rgb other, double share) => new(
        Channel(Red, other.Red, share), Channel(Green, other.Green, share), Channel(Blue, other.Blue, share));

    /// <summary>Index of the nearest colour in the 6×6×6 cube of the 256-colour table.</summary>
    public int Nearest256() => 16 + 36 * Sixth(Red) + 6 * Sixth(Green) + Sixth(Blue);

    private static byte Channel(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);

    /// <summary>The cube's levels are 0, 95, 135, 175, 215, 255.</summary>
    private static int Sixth(byte channel) => channel < 48 ? 0 : channel < 115 ? 1 : Math.Min(5, (channel - 35) / 40);
}
