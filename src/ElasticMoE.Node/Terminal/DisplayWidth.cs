using System.Globalization;
using System.Text;

namespace ElasticMoE.Node.Terminal;

/// <summary>Columns that text takes on a terminal: East Asian wide characters take two, combining marks and escape sequences none.</summary>
internal static class DisplayWidth
{
    private static readonly (int First, int Last)[] WideRanges =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F),
        (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text)
    {
        int columns = 0;
        bool inEscape = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (inEscape)
                inEscape = rune.Value != 'm';
            else if (rune.Value == '\e')
                inEscape = true;
            else
                columns += Of(rune);
        }
        return columns;
    }

    public static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.Control)
            return 0;
        foreach ((int first, int last) in WideRanges)
        {
            if (rune.Value >= first && rune.Value <= last)
                return 2;
        }
        return 1;
    }

    /// <summary>The text with spaces added after it up to <paramref name="columns"/>.</summary>
    public static string PadRight(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>The text with spaces added before it up to <paramref name="columns"/>.</summary>
    public static string PadLeft(string text, int columns) => new string(' ', Math.Max(0, columns - Of(text))) + text;

    /// <summary>The text cut to at most <paramref name="columns"/>, with an ellipsis where something was cut. Plain text only.</summary>
    public static string Truncate(string text, int columns)
    {
        if (Of(text) <= columns)
            return text;
        var kept = new StringBuilder();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Of(rune);
            if (used > columns - 1)
                break;
            kept.Append(rune);
        }
        return kept.Append('…').ToString();
    }
}
