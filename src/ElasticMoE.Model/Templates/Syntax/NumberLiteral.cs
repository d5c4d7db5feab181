using System.Globalization;
using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>A number in the source: decimal, 0x, 0o or 0b integers and floats, underscores between digits.</summary>
internal readonly record struct NumberLiteral(TemplateValue Value, int End, bool IsFloat)
{
    // Longer ones can't be within the integer limit, and converting takes time that grows with the square.
    private const int LengthMax = Limits.TemplateIntegerBitsMax;

    public static NumberLiteral Read(string source, int start, bool afterDot, int line)
    {
        int end = afterDot ? -1 : FloatEnd(source, start);
        bool isFloat = end >= 0;
        if (!isFloat)
            end = IntegerEnd(source, start);
        if (end - start > LengthMax)
            throw new SourceFault(line, $"a number of more than {LengthMax} characters");
        string text = source[start..end].Replace("_", "");
        TemplateValue value = isFloat ? new FloatValue(double.Parse(text, CultureInfo.InvariantCulture)) : Integer(text, line);
        return new NumberLiteral(value, end, isFloat);
    }

    private static IntegerValue Integer(string text, int line)
    {
        try
        {
            int radix = RadixOf(text);
            return new IntegerValue(radix == 10 ? BigInteger.Parse(text, CultureInfo.InvariantCulture) : InRadix(text[2..], radix));
        }
        catch (TemplateFault fault)
        {
            throw new SourceFault(line, fault.Message);
        }
    }

    private static int RadixOf(ReadOnlySpan<char> text) => text.Length < 2 || text[0] != '0' ? 10 : (text[1] | 0x20) switch
    {
        'x' => 16,
        'o' => 8,
        'b' => 2,
        _ => 10,
    };

    private static BigInteger InRadix(string digits, int radix)
    {
        BigInteger value = 0;
        foreach (char digit in digits)
            value = value * radix + Convert.ToInt32(digit.ToString(), 16);
        return value;
    }

    private static int IntegerEnd(string source, int start)
    {
        int radix = RadixOf(source.AsSpan(start));
        if (radix != 10 && DigitsEnd(source, start + 2, radix, leadingUnderscore: true) is > 0 and int end)
            return end;
        return source[start] == '0' ? DigitsEnd(source, start, 1, false) : DigitsEnd(source, start, 10, false);
    }

    private static int FloatEnd(string source, int start)
    {
        int end = DigitsEnd(source, start, 10, false);
        int fraction = end < source.Length && source[end] == '.' ? DigitsEnd(source, end + 1, 10, false) : -1;
        int mantissa = fraction > 0 ? fraction : end;
        int exponent = ExponentEnd(source, mantissa);
        return exponent > 0 ? exponent : fraction;
    }

    private static int ExponentEnd(string source, int at)
    {
        if (at >= source.Length || source[at] is not ('e' or 'E'))
            return -1;
        bool signed = at + 1 < source.Length && source[at + 1] is '+' or '-';
        return DigitsEnd(source, at + (signed ? 2 : 1), 10, false);
    }

    /// <summary>Where a run of digits with single underscores between them ends, or -1 where there is none.</summary>
    private static int DigitsEnd(string source, int start, int radix, bool leadingUnderscore)
    {
        int end = -1;
        int at = leadingUnderscore && start < source.Length && source[start] == '_' ? start + 1 : start;
        while (at < source.Length && IsDigit(source[at], radix))
        {
            end = ++at;
            if (at < source.Length && source[at] == '_')
                at++;
        }

        return end;
    }

    private static bool IsDigit(char unit, int radix) =>
        radix == 16 ? char.IsAsciiHexDigit(unit) : unit >= '0' && unit < '0' + radix;
}
