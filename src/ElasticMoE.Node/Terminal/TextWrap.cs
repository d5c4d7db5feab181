using System.Text;

namespace ElasticMoE.Node.Terminal;

/// <summary>Breaks plain text into lines that fit a number of columns: at spaces where it can, inside a word where it must.</summary>
internal static class TextWrap
{
    public static List<string> Lines(string text, int columns)
    {
        var lines = new List<string>();
        foreach (string paragraph in Printable(text).Split('\n'))
            AddParagraph(lines, paragraph, Math.Max(2, columns));
        return lines;
    }

    /// <summary>Control characters other than line breaks would move the cursor; they become spaces.</summary>
    public static string Printable(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) && source[i] != '\n' ? ' ' : source[i];
        });

    private static void AddParagraph(List<string> lines, string paragraph, int columns)
    {
        var line = new StringBuilder();
        int breakAt = 0, first = lines.Count;
        foreach (Rune rune in paragraph.EnumerateRunes())
        {
            while (DisplayWidth.Of(line.ToString()) + DisplayWidth.Of(rune) > columns)
            {
                int cut = rune.Value == ' ' || breakAt == 0 ? line.Length : breakAt;
                lines.Add(line.ToString(0, cut).TrimEnd(' '));
                line.Remove(0, cut);
                breakAt = 0;
            }
            if (rune.Value == ' ' && line.Length == 0 && lines.Count > first)
                continue;
            line.Append(rune);
            if (rune.Value == ' ')
                breakAt = line.Length;
        }
        lines.Add(line.ToString());
    }
}
