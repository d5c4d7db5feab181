using System.Globalization;
using System.Numerics;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Numbers read from texts as Python's int() and float() read them.</summary>
internal static class NumberText
{
    // Reading takes time that grows with the square; no number within the integer limit is longer.
    private const int LengthMax = Limits.TemplateIntegerBitsMax;

    /// <summary>An integer in a base (0: as its prefix says), or null where the text is none.</summary>
    public static BigInteger? ReadInteger(string text, int radix, RenderBudget budget)
    {
        if (radix is not 0 and (< 2 or > 36))
            return null;
        string digits = Normalized(text, budget);
        bool negative = digits.StartsWith('-');
        if (digits.Length > 0 && digits[0] is '+' or '-')
            digits = digits[1..];
        radix = RemovePrefix(ref digits, radix);
        digits = WithoutUnderscores(digits) ?? "";
        if (digits.Length == 0 || !digits.All(unit => DigitOf(unit) < radix))
            return null;
        BigInteger value = digits.Aggregate(BigInteger.Zero, (sum, unit) => sum * radix + DigitOf(unit));
        return negative ? -value : value;
    }

    /// <summary>A float, or null where the text is none.</summary>
    public static double? ReadFloat(string text, RenderBudget budget)
    {
        string number = WithoutUnderscores(Normalized(text, budget))?.ToLowerInvariant() ?? "";
        string unsigned = number.TrimStart('+', '-');
        if (number.Length - unsigned.Length > 1)
            return null;
        if (unsigned is "inf" or "infinity")
            return number[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        if (unsigned == "nan")
            return double.NaN;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isNumber = unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.');
        return isNumber && double.TryParse(number, Style, CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    /// <summary>Without white space around it, and with all decimal digits as ASCII.</summary>
    private static string Normalized(string text, RenderBudget budget)
    {
        budget.Characters(text.Length);
        text = text.Trim();
        if (text.Length > LengthMax)
            throw new TemplateFault($"a number is read from more than {LengthMax} characters");
        budget.Step(text.Length);
        var result = new StringBuilder(text.Length);
        foreach (char unit in text)
        {
            int digit = CharUnicodeInfo.GetDecimalDigitValue(unit);
            result.Append(digit >= 0 ? (char)('0' + digit) : Texts.IsSpace(unit) ? ' ' : unit);
        }

        return result.ToString().Trim(' ');
    }

    private static int RemovePrefix(ref string digits, int radix)
    {
        int named = digits.Length < 2 || digits[0] != '0' ? 0 : (digits[1] | 0x20) switch
        {
            'x' => 16,
            'o' => 8,
            'b' => 2,
            _ => 0,
        };
        if (named != 0 && radix is 0 || named == radix && radix != 0)
        {
            digits = digits[2..].TrimStart('_');
            return named;
        }

        return radix == 0 ? 10 : radix;
    }

    /// <summary>Without the single underscores between digits; null where one stands elsewhere.</summary>
    private static string? WithoutUnderscores(string text)
    {
        for (int at = text.IndexOf('_'); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[at - 1]) || !char.IsAsciiLetterOrDigit(text[at + 1]))
                return null;
        }

        return text.Replace("_", "");
    }

    private static int DigitOf(char unit) =>
        char.IsAsciiDigit(unit) ? unit - '0' : char.IsAsciiLetter(unit) ? (unit | 0x20) - 'a' + 10 : int.MaxValue;
}
