using System.Globalization;
using System.Numerics;
using System.Text;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Numbers in a format's notation, signed, grouped and padded.</summary>
internal static class NumberFormat
{
    /// <summary>Steps that rounding a float from its exact value counts for, besides one for each digit.</summary>
    public const int ExactSteps = 32;

    public static string Of(BigInteger value, FormatSpec spec, RenderBudget budget)
    {
        if (spec.Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
            return Of(Arithmetic.ToFloat(value), spec, budget);
        if (spec.Type == 'c')
            return spec.Pad(Character(value), '<', 0, budget);
        string prefix = spec.Alternate && spec.Type is 'x' or 'X' or 'o' or 'b' ? "0" + spec.Type : "";
        string digits = spec.Type switch
        {
            'd' or ' ' or 'n' or 'i' or 'u' => BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture),
            'x' or 'X' or 'o' or 'b' => InRadix(BigInteger.Abs(value), spec.Type),
            _ => throw new TemplateFault($"Unknown format code '{spec.Type}' for object of type 'int'"),
        };
        return Finish(value.Sign < 0, prefix, digits.PadLeft(spec.Precision ?? 0, '0'), spec, budget);
    }

    public static string Of(double value, FormatSpec spec, RenderBudget budget)
    {
        budget.Step(ExactSteps + (spec.Precision ?? 0));
        bool negative = double.IsNegative(value) && !double.IsNaN(value);
        if (!double.IsFinite(value))
            return Finish(negative, "", CaseOf(double.IsNaN(value) ? "nan" : "inf", spec), spec, budget);
        string digits = spec.Type switch
        {
            'f' or 'F' => Dotted(ExactDecimal.Fixed(value, spec.Precision ?? 6), spec),
            '%' => Dotted(ExactDecimal.Fixed(value * 100, spec.Precision ?? 6), spec) + "%",
            'e' or 'E' => Scientific(value, spec.Precision ?? 6, spec),
            'g' or 'G' or 'n' => General(value, spec.Precision ?? 6, spec),
            ' ' => spec.Precision is int precision ? WithPoint(General(value, precision, spec)) : FloatText.Shortest(Math.Abs(value)),
            _ => throw new TemplateFault($"Unknown format code '{spec.Type}' for object of type 'float'"),
        };
        return Finish(negative, "", CaseOf(digits, spec), spec, budget);
    }

    private static string Finish(bool negative, string prefix, string digits, FormatSpec spec, RenderBudget budget)
    {
        string sign = negative ? "-" : spec.Sign == '-' ? "" : spec.Sign.ToString();
        string grouped = spec.Grouping == ' ' ? digits : Group(digits, spec.Grouping);
        return spec.Pad(sign + prefix + grouped, '>', sign.Length + prefix.Length, budget);
    }

    private static string Scientific(double value, int precision, FormatSpec spec)
    {
        string digits = ExactDecimal.Leading(value, precision + 1, out int exponent);
        string mantissa = precision == 0 ? digits : $"{digits[0]}.{digits[1..]}";
        return Dotted(mantissa, spec) + Exponent(exponent);
    }

    /// <summary>Fixed notation for moderate exponents, else scientific; trailing zeros go.</summary>
    private static string General(double value, int precision, FormatSpec spec)
    {
        int count = Math.Max(precision, 1);
        string digits = ExactDecimal.Leading(value, count, out int exponent);
        // Without a type the limit is one lower, so that the result keeps a decimal.
        int limit = spec.Type == ' ' ? count - 1 : count;
        if (exponent >= -4 && exponent < Math.Max(limit, 1))
            return Trimmed(ExactDecimal.Fixed(value, Math.Max(count - 1 - exponent, 0)), spec);
        string mantissa = count == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return Trimmed(mantissa, spec) + Exponent(exponent);
    }

    private static string Trimmed(string number, FormatSpec spec) =>
        spec.Alternate || !number.Contains('.') ? Dotted(number, spec) : number.TrimEnd('0').TrimEnd('.');

    private static string Dotted(string number, FormatSpec spec) => spec.Alternate && !number.Contains('.') ? number + "." : number;

    private static string WithPoint(string number) => number.AsSpan().IndexOfAny(".e") >= 0 ? number : number + ".0";

    private static string Exponent(int exponent) =>
        $"e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";

    private static string CaseOf(string text, FormatSpec spec) => spec.Type is 'E' or 'F' or 'G' ? text.ToUpperInvariant() : text;

    private static string Group(string number, char separator)
    {
        int end = number.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string whole = end < 0 ? number : number[..end];
        var grouped = new StringBuilder(number.Length * 4 / 3);
        for (int i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
                grouped.Append(separator);
            grouped.Append(whole[i]);
        }

        return grouped.Append(number.AsSpan(whole.Length)).ToString();
    }

    private static string InRadix(BigInteger value, char type)
    {
        int bits = type == 'b' ? 1 : type == 'o' ? 3 : 4;
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(value & ((1 << bits) - 1))]);
            value >>= bits;
        }
        while (!value.IsZero);

        return type == 'X' ? digits.ToString().ToUpperInvariant() : digits.ToString();
    }

    private static string Character(BigInteger code) =>
        code.Sign >= 0 && code <= 0x10FFFF && Rune.IsValid((int)code)
            ? new Rune((int)code).ToString()
            : throw new TemplateFault("%c arg not in range(0x110000)");
}
