using ElasticMoE.Node.Imaging;

namespace ElasticMoE.Node.Profiles;

/// <summary>Colours of a heat map, from cold to hot, of steadily rising lightness.</summary>
internal static class HeatRamp
{
    private static readonly Rgb[] Stops =
    [
        new(24, 26, 38), new(52, 32, 94), new(110, 36, 128), new(178, 50, 110), new(230, 88, 66), new(250, 154, 42), new(252, 226, 138),
    ];

    /// <summary>The colour of a value between 0 and 1; smaller values are spread out, since most experts take small shares.</summary>
    public static Rgb At(double value)
    {
        double place = Math.Sqrt(Math.Clamp(value, 0, 1)) * (Stops.Length - 1);
        int lower = Math.Min((int)place, Stops.Length - 2);
        return Stops[lower].Blend(Stops[lower + 1], place - lower);
    }
}
