using System.Globalization;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Floats as Python's repr writes them: the shortest digits that read back as the same value.</summary>
internal static class FloatText
{
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        (bool negative, string digits, int exponent) = Digits(value);
        string sign = negative ? "-" : "";
        if (exponent is < -4 or >= 16)
            return sign + Scientific(digits, exponent);
        return sign + Plain(digits, exponent);
    }

    /// <summary>Shortest decimal digits d₀d₁… with value = ±d₀.d₁… × 10^exponent.</summary>
    public static (bool Negative, string Digits, int Exponent) Digits(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = value == 0 ? 0 : ShortestExponent(shortest);
        string digits = new([.. Mantissa(shortest).Where(char.IsAsciiDigit)]);
        digits = digits.TrimStart('0').TrimEnd('0');
        return (double.IsNegative(value), digits.Length == 0 ? "0" : digits, exponent);
    }

    private static string Mantissa(string shortest)
    {
        int mark = shortest.IndexOf('E');
        return mark < 0 ? shortest : shortest[..mark];
    }

    private static int ShortestExponent(string shortest)
    {
        int mark = shortest.IndexOf('E');
        int written = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = Mantissa(shortest).TrimStart('-');
        int point = mantissa.IndexOf('.');
        string whole = point < 0 ? mantissa : mantissa[..point];
        if (whole.TrimStart('0').Length > 0)
            return written + whole.TrimStart('0').Length - 1;
        string fraction = mantissa[(point + 1)..];
        return written - 1 - (fraction.Length - fraction.TrimStart('0').Length);
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        string power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{power}";
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1)
            return digits + new string('0', exponent + 1 - digits.Length) + ".0";
        return $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
