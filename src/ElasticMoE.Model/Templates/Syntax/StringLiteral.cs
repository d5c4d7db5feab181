using System.Globalization;
using System.Text;
using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>A string's escapes: Python's, unknown ones left as they stand.</summary>
internal static class StringLiteral
{
    private const string Letters = "\\'\"abfnrtv";
    private const string Meanings = "\\'\"\a\b\f\n\r\t\v";

    public static string Unescape(ReadOnlySpan<char> written, int line)
    {
        if (!written.Contains('\\'))
            return written.ToString();
        var text = new StringBuilder(written.Length);
        for (int at = 0; at < written.Length;)
        {
            int next = written[at..].IndexOf('\\');
            if (next < 0)
                next = written.Length - at;
            text.Append(written.Slice(at, next));
            at += next;
            if (at < written.Length)
                at += Escape(written[at..], text, line);
        }

        return text.ToString();
    }

    /// <summary>Reads the escape the rest starts with; returns its length.</summary>
    private static int Escape(ReadOnlySpan<char> rest, StringBuilder text, int line)
    {
        char letter = rest[1];
        int meaning = Letters.IndexOf(letter);
        if (meaning >= 0)
            text.Append(Meanings[meaning]);
        else if (letter is 'x' or 'u' or 'U')
            return Hexadecimal(rest, letter == 'x' ? 2 : letter == 'u' ? 4 : 8, text, line);
        else if (letter is >= '0' and <= '7')
            return Octal(rest, text);
        else if (letter == 'N')
            throw new SourceFault(line, "a character by name (\\N) is not supported");
        else if (letter != '\n')
            return Unknown(rest, text);
        return 2;
    }

    private static int Hexadecimal(ReadOnlySpan<char> rest, int digits, StringBuilder text, int line)
    {
        if (rest.Length < 2 + digits
            || !uint.TryParse(rest.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code))
            throw new SourceFault(line, $"truncated \\{rest[1]} escape in a string");
        if (code > 0x10FFFF)
            throw new SourceFault(line, "illegal Unicode character in a string");
        AppendCode(text, (int)code);
        return 2 + digits;
    }

    private static int Octal(ReadOnlySpan<char> rest, StringBuilder text)
    {
        int code = 0;
        int length = 1;
        for (; length < 4 && length < rest.Length && rest[length] is >= '0' and <= '7'; length++)
            code = code * 8 + (rest[length] - '0');
        AppendCode(text, code);
        return length;
    }

    /// <summary>
    /// The reference turns what isn't ASCII into escapes first, so after a backslash such a character becomes its escape's text.
    /// </summary>
    private static int Unknown(ReadOnlySpan<char> rest, StringBuilder text)
    {
        if (char.IsAscii(rest[1]))
        {
            text.Append(rest[..2]);
            return 2;
        }

        bool pair = rest.Length > 2 && char.IsSurrogatePair(rest[1], rest[2]);
        text.Append(StringRepr.Escape(pair ? char.ConvertToUtf32(rest[1], rest[2]) : rest[1]));
        return pair ? 3 : 2;
    }

    private static void AppendCode(StringBuilder text, int code)
    {
        if (code <= 0xFFFF)
            text.Append((char)code);
        else
            text.Append(char.ConvertFromUtf32(code));
    }
}
