namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>
/// A set of code points, of the basic plane and without surrogates: what lies beyond is two characters to some readers of patterns and one to
/// others, and no text is to depend on who reads it.
/// </summary>
internal sealed class CharacterSet
{
    private CharacterSet(IReadOnlyList<CharacterRange> ranges) => Ranges = ranges;

    public static CharacterSet None { get; } = new([]);

    public static CharacterSet All { get; } = new([new(0, 0xD7FF), new(0xE000, 0xFFFF)]);

    public static CharacterSet Digits { get; } = Of(('0', '9'));

    public static CharacterSet WordCharacters { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CharacterSet Spaces { get; } = Of(('\t', '\r'), (' ', ' '));

    /// <summary>Ascending, with gaps between them.</summary>
    public IReadOnlyList<CharacterRange> Ranges { get; }

    public static CharacterSet Of(params IEnumerable<(int Low, int High)> ranges) =>
        new CharacterSet(Joined(ranges.Where(range => range.Low <= range.High).Select(range => new CharacterRange(range.Low, range.High)))).And(All);

    /// <summary>The characters of which something holds.</summary>
    public static CharacterSet Where(Func<char, bool> holds) => Of(Enumerable.Range(0, 0x10000).Where(character => holds((char)character)).Select(character => (character, character)));

    public CharacterSet Or(CharacterSet other) => new(Joined(Ranges.Concat(other.Ranges)));

    public CharacterSet And(CharacterSet other)
    {
        var shared = new List<CharacterRange>();
        for (int mine = 0, its = 0; mine < Ranges.Count && its < other.Ranges.Count;)
        {
            (CharacterRange a, CharacterRange b) = (Ranges[mine], other.Ranges[its]);
            if (Math.Max(a.Low, b.Low) <= Math.Min(a.High, b.High))
                shared.Add(new(Math.Max(a.Low, b.Low), Math.Min(a.High, b.High)));
            if (a.High < b.High)
                mine++;
            else
                its++;
        }
        return new CharacterSet(shared);
    }

    /// <summary>All others.</summary>
    public CharacterSet Not()
    {
        var gaps = new List<CharacterRange>();
        int from = 0;
        foreach (CharacterRange range in Ranges)
        {
            if (range.Low > from)
                gaps.Add(new(from, range.Low - 1));
            from = range.High + 1;
        }
        gaps.Add(new(from, 0xFFFF));
        return new CharacterSet(gaps.FindAll(gap => gap.Low <= gap.High)).And(All);
    }

    private static List<CharacterRange> Joined(IEnumerable<CharacterRange> ranges)
    {
        var joined = new List<CharacterRange>();
        foreach (CharacterRange range in ranges.OrderBy(range => range.Low))
        {
            if (joined.Count > 0 && range.Low <= joined[^1].High + 1)
                joined[^1] = joined[^1] with { High = Math.Max(joined[^1].High, range.High) };
            else
                joined.Add(range);
        }
        return joined;
    }
}
