using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>
/// A regular expression with the meaning that published tokenizers' patterns have: over code points, in Oniguruma's dialect, matches
/// as its search gives them. The platform's engine sees UTF-16 units and another dialect.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    /// <summary>Nesting of groups and classes; published patterns have 3.</summary>
    public const int DepthMax = 100;

    /// <summary>The largest count in braces; published patterns have 3.</summary>
    public const int CountMax = 10_000;

    /// <summary>Instructions of one pattern; published patterns have about 100.</summary>
    public const int InstructionsMax = 1 << 15;

    /// <summary>Distinct classes of one pattern (8 KiB each); published patterns have about 20.</summary>
    public const int TablesMax = 256;

    private readonly string _source;
    private readonly PatternProgram _program;

    private RegexPattern(string source, PatternProgram program)
    {
        _source = source;
        _program = program;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="PatternException">It is malformed, or uses something that isn't supported.</exception>
    public static RegexPattern Parse(string source) =>
        new(source, PatternCompiler.Compile(new PatternParser(source).Parse()));

    /// <inheritdoc/>
    public override void FindAll(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        PatternMatcher matcher = PatternMatcher.ForThisThread(_program, text.Length);
        int from = 0, lastEnd = -1;
        while (from <= text.Length)
        {
            int start = matcher.Find(text, from, out int end);
            if (matcher.GaveUp)
                throw new InputException($"pattern {_source}", "takes too many steps on this text");
            if (start < 0)
                break;
            if (start == end && end == lastEnd)
            {
                // An empty match right behind the last one is passed over, as the reference does.
                if (from >= text.Length)
                    break;
                Unicode.CodePoints.At(text, from, out int units);
                from += units;
                continue;
            }
            matches.Add(new TextRange(start, end));
            from = lastEnd = end;
        }
    }
}
