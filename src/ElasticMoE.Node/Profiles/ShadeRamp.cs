namespace ElasticMoE.Node.Profiles;

/// <summary>The cells of a heat map without colour: a blank for nothing at all, then five shades.</summary>
internal static class ShadeRamp
{
    private const string Shades = " ·░▒▓█";

    /// <summary>The shade of a value between 0 and 1, spread out as the colours are.</summary>
    public static char At(double value) =>
        Shades[value <= 0 ? 0 : 1 + Math.Min(Shades.Length - 2, (int)(Math.Sqrt(value) * (Shades.Length - 1)))];
}
