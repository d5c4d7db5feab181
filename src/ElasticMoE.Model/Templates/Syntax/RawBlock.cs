namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>`raw` … `endraw`, whose body holds no tags.</summary>
internal static class RawBlock
{
    /// <summary>Where the body begins, or null where the block tag whose inside starts at <paramref name="at"/> is no `raw`.</summary>
    public static int? ReadBegin(string source, int at)
    {
        int word = Word(source, at, "raw");
        if (word < 0)
            return null;
        if (source.AsSpan(word).StartsWith("-%}"))
            return Whitespace.SkipSpace(source, word + 3);
        return source.AsSpan(word).StartsWith("%}") ? word + 2 : null;
    }

    public static RawEnd? FindEnd(string source, int from)
    {
        for (int at = FindTag(source, from); at >= 0; at = FindTag(source, at + 1))
        {
            char sign = at + 2 < source.Length && source[at + 2] is '-' or '+' ? source[at + 2] : ' ';
            int word = Word(source, at + (sign == ' ' ? 2 : 3), "endraw");
            if (word >= 0 && After(source, word) is int after)
                return new RawEnd(at, sign, after);
        }

        return null;
    }

    private static int FindTag(string source, int from) => source.IndexOf("{%", from, StringComparison.Ordinal);

    private static int? After(string source, int word)
    {
        char sign = word < source.Length && source[word] is '-' or '+' ? source[word] : ' ';
        int close = sign == ' ' ? word : word + 1;
        return source.AsSpan(close).StartsWith("%}") ? Whitespace.AfterTag(source, close + 2, sign, trimLine: true) : null;
    }

    /// <summary>Where what follows the word and the blanks around it begins, or -1.</summary>
    private static int Word(string source, int at, string word)
    {
        int start = Whitespace.SkipSpace(source, at);
        return source.AsSpan(start).StartsWith(word) ? Whitespace.SkipSpace(source, start + word.Length) : -1;
    }
}
