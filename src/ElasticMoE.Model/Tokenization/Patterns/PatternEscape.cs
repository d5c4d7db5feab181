using System.Globalization;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Reads what follows a backslash and stands for code points, the same inside and outside of a class.</summary>
internal static class PatternEscape
{
    /// <summary>The set of a class escape (\s, \p{L}, …) at the cursor, which stands after the backslash; null where it is none.</summary>
    public static CodePointSet? Class(PatternCursor cursor, bool bracketed)
    {
        char c = cursor.Peek;
        CodePointSet? set = c switch
        {
            's' => UnicodeData.WhiteSpace,
            'S' => UnicodeData.WhiteSpace.Complement(),
            'd' => UnicodeData.Digit,
            'D' => UnicodeData.Digit.Complement(),
            'w' => Word(bracketed),
            'W' => Word(bracketed).Complement(),
            'h' => PatternProperties.HexDigit,
            'H' => PatternProperties.HexDigit.Complement(),
            'p' or 'P' => Property(cursor, bracketed),
            _ => null,
        };
        if (set is not null && c is not ('p' or 'P'))
            cursor.Skip();
        return set;
    }

    /// <summary>The code point of an escape at the cursor, which stands after the backslash.</summary>
    public static int CodePoint(PatternCursor cursor)
    {
        int c = cursor.Next();
        switch (c)
        {
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return '\a';
            case 'e':
                return 0x1B;
            case 'x':
                return cursor.Take("{") ? Hex(cursor, cursor.Until('}').Trim()) : Hex(cursor, cursor.While(char.IsAsciiHexDigit, 2));
            case 'u':
                return Hex(cursor, cursor.While(char.IsAsciiHexDigit, 4));
            case '0':
                return Octal(cursor.While(static d => d is >= '0' and <= '7', 2));
            case < 0x80 when char.IsAsciiLetterOrDigit((char)c):
                cursor.Fail($"uses \\{(char)c}, which is not supported,");
                return 0;
            default:
                return c;
        }
    }

    private static CodePointSet Word(bool bracketed) => bracketed ? UnicodeData.Word : PatternProperties.Word;

    private static CodePointSet Property(PatternCursor cursor, bool bracketed)
    {
        bool negative = cursor.Next() == 'P';
        string name = cursor.Take("{") ? cursor.Until('}') : char.ConvertFromUtf32(cursor.Next());
        CodePointSet? set = UnicodeData.LooseName(name) == "word" && !name.StartsWith('^') ? Word(bracketed) : PatternProperties.Find(name);
        if (set is null)
            cursor.Fail($"names the property '{name}', which is not known,");
        return negative ? set.Complement() : set;
    }

    private static int Hex(PatternCursor cursor, string digits)
    {
        bool valid = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int c);
        if (!valid || (uint)c >= CodePointSet.End || c is >= 0xD800 and <= 0xDFFF)
            cursor.Fail($"names the code point '{digits}', which is none,");
        return c;
    }

    private static int Octal(string digits) => digits.Aggregate(0, static (value, digit) => (value * 8) + (digit - '0'));
}
