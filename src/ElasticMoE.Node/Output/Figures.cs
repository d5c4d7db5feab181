using System.Globalization;

namespace ElasticMoE.Node.Output;

/// <summary>Quantities written for people.</summary>
internal static class Figures
{
    private static readonly string[] CountUnits = ["", "k", "M", "G", "T", "P"];
    private static readonly string[] ParameterUnits = ["", "K", "M", "B", "T"];
    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>"12.3 G": three significant digits and a decimal unit.</summary>
    public static string Count(double value) => Scaled(value, 1000, CountUnits, " ");

    /// <summary>"37.6 B": parameters as model names count them.</summary>
    public static string Parameters(double value) => Scaled(value, 1000, ParameterUnits, " ");

    /// <summary>"21.0 MiB".</summary>
    public static string Bytes(double value) => Scaled(value, 1024, ByteUnits, " ");

    /// <summary>"5.5 %".</summary>
    public static string Percent(double share) => Fixed(share * 100, 1) + " %";

    /// <summary>A number with the given digits after the point.</summary>
    public static string Fixed(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>"850 µs", "12.3 ms", "4.56 s".</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds >= 1 ? ThreeDigits(time.TotalSeconds) + " s"
        : time.TotalMilliseconds >= 1 ? ThreeDigits(time.TotalMilliseconds) + " ms"
        : ThreeDigits(time.TotalMicroseconds) + " µs";

    /// <summary>Whole numbers with thin groups: "671,026,404,352".</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Scaled(double value, double step, string[] units, string space)
    {
        int unit = 0;
        while (Math.Abs(value) >= step * 0.9995 && unit < units.Length - 1)
        {
            value /= step;
            unit++;
        }
        string number = unit == 0 && value == Math.Floor(value) ? Fixed(value, 0) : ThreeDigits(value);
        return units[unit].Length == 0 ? number : number + space + units[unit];
    }

    private static string ThreeDigits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => Fixed(value, 0),
        >= 9.995 => Fixed(value, 1),
        _ => Fixed(value, 2),
    };
}
