using System.Globalization;
using System.Numerics;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Floats in a given number of decimal digits, rounded from their exact value, halves to even.</summary>
internal static class ExactDecimal
{
    /// <summary>The digits of |value| with that many decimals: `3.14`.</summary>
    public static string Fixed(double value, int decimals)
    {
        string digits = Scaled(value, decimals).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : $"{digits[..^decimals]}.{digits[^decimals..]}";
    }

    /// <summary>The first <paramref name="count"/> digits d₀d₁… of |value| = d₀.d₁… × 10^exponent.</summary>
    public static string Leading(double value, int count, out int exponent)
    {
        exponent = 0;
        if (value == 0)
            return new string('0', count);
        exponent = Values.FloatText.Digits(value).Exponent;
        string digits = Scaled(value, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        if (digits.Length <= count)
            return digits;
        exponent++;
        return digits[..count];
    }

    /// <summary>The float next to value rounded to that many decimals.</summary>
    public static double Round(double value, int decimals)
    {
        if (!double.IsFinite(value) || decimals > 323)
            return value;
        if (decimals < -308)
            return double.CopySign(0, value);
        string digits = Scaled(value, decimals).ToString(CultureInfo.InvariantCulture);
        string text = $"{digits}e{(-decimals).ToString(CultureInfo.InvariantCulture)}";
        return double.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    /// <summary>number / divisor, halves to even.</summary>
    public static BigInteger RoundedQuotient(BigInteger number, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(number, divisor, out BigInteger rest);
        int order = (BigInteger.Abs(rest) * 2).CompareTo(divisor);
        bool up = order > 0 || (order == 0 && !quotient.IsEven);
        return up ? quotient + number.Sign : quotient;
    }

    /// <summary>|value| × 10^power as an integer, halves to even.</summary>
    private static BigInteger Scaled(double value, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)(bits >> 52) & 0x7FF;
        BigInteger number = (bits & 0xF_FFFF_FFFF_FFFF) | (biased == 0 ? 0 : 1L << 52);
        int shift = Math.Max(biased, 1) - 1075;
        BigInteger divisor = BigInteger.One;
        if (shift > 0)
            number <<= shift;
        else
            divisor <<= -shift;
        if (power > 0)
            number *= BigInteger.Pow(10, power);
        else
            divisor *= BigInteger.Pow(10, -power);
        return RoundedQuotient(number, divisor);
    }
}
