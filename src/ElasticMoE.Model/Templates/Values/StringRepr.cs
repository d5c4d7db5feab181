using System.Globalization;
using System.Text;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Python's repr of a text: quotes chosen by content, what doesn't print as an escape.</summary>
internal static class StringRepr
{
    public static void Write(string text, TextBuilder builder)
    {
        builder.Budget.Scan(text.Length);
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        builder.Append(quote);
        for (int i = 0; i < text.Length;)
        {
            ReadCodePoint(text, i, out int code, out int length);
            WriteCharacter(code, text.AsSpan(i, length), quote, builder);
            i += length;
        }
        builder.Append(quote);
    }

    private static void ReadCodePoint(string text, int at, out int code, out int length)
    {
        bool pair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
        code = pair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
        length = pair ? 2 : 1;
    }

    private static void WriteCharacter(int code, ReadOnlySpan<char> units, char quote, TextBuilder builder)
    {
        if (code == quote || code == '\\')
            builder.Append('\\').Append((char)code);
        else if (code is '\n' or '\r' or '\t')
            builder.Append(code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t");
        else if (IsPrintable(code))
            builder.Append(units);
        else
            builder.Append(Escape(code));
    }

    /// <summary>The shortest of \xhh, \uhhhh and \Uhhhhhhhh.</summary>
    public static string Escape(int code) => code switch
    {
        <= 0xFF => $"\\x{code:x2}",
        <= 0xFFFF => $"\\u{code:x4}",
        _ => $"\\U{code:x8}",
    };

    /// <summary>A repr with every character that isn't ASCII escaped.</summary>
    public static string ToAscii(string repr) => string.Concat(
        repr.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Escape(rune.Value)));

    public static bool IsPrintable(int code)
    {
        if (code == ' ')
            return true;
        return Rune.IsValid(code) && CategoryOf(code) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
    }

    private static UnicodeCategory CategoryOf(int code) => CharUnicodeInfo.GetUnicodeCategory(code);
}
