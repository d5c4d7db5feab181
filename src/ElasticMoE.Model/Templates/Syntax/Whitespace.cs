using ElasticMoE.Model.Templates.Operations;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>What tags do to the white space around them.</summary>
internal static class Whitespace
{
    /// <summary>What is kept of the text before a tag.</summary>
    /// <param name="text">From the tag before, or the start, to this tag.</param>
    /// <param name="sign">`-`, `+` or blank.</param>
    /// <param name="isPrint">Whether the tag prints a value; such a tag leaves blanks at the start of its line.</param>
    /// <param name="lineStarts">Whether the text begins a line.</param>
    public static string BeforeTag(string text, char sign, bool isPrint, bool lineStarts)
    {
        if (sign == '-')
            return text[..(LastInk(text) + 1)];
        if (sign == '+' || isPrint)
            return text;
        int lineStart = text.LastIndexOf('\n') + 1;
        return (lineStart > 0 || lineStarts) && LastInk(text) < lineStart ? text[..lineStart] : text;
    }

    /// <summary>Where the text after a tag begins.</summary>
    /// <param name="source">The template.</param>
    /// <param name="end">Right after the tag's closing brace.</param>
    /// <param name="sign">The character before the closing mark.</param>
    /// <param name="trimLine">Whether the tag takes the line break after it along.</param>
    public static int AfterTag(string source, int end, char sign, bool trimLine)
    {
        if (sign == '-')
            return SkipSpace(source, end);
        return trimLine && sign != '+' && end < source.Length && source[end] == '\n' ? end + 1 : end;
    }

    public static int SkipSpace(string source, int from)
    {
        while (from < source.Length && Texts.IsSpace(source[from]))
            from++;
        return from;
    }

    private static int LastInk(string text)
    {
        int last = text.Length - 1;
        while (last >= 0 && Texts.IsSpace(text[last]))
            last--;
        return last;
    }
}
