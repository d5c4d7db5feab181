using System.Globalization;

namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>Reads what stands behind a backslash.</summary>
internal static class PatternEscape
{
    /// <summary>What readers that go by Unicode count among them.</summary>
    private static readonly CharacterSet
        s_digitsAtMost = CharacterSet.Where(char.IsDigit),
        s_wordAtMost = CharacterSet.Where(character => char.IsLetterOrDigit(character) || CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ConnectorPunctuation),
        s_spacesAtMost = CharacterSet.Where(character => char.IsWhiteSpace(character) || character == '\uFEFF');

    /// <param name="text">The pattern.</param>
    /// <param name="at">Behind the backslash; then behind the escape.</param>
    /// <param name="isExcluded">Whether the set is excluded, and therefore better too large than too small.</param>
    public static CharacterSet Read(string text, ref int at, bool isExcluded)
    {
        if (at == text.Length)
            throw new FormatException("ends with a backslash");
        char letter = text[at++];
        return letter switch
        {
            'd' => isExcluded ? s_digitsAtMost : CharacterSet.Digits,
            'w' => isExcluded ? s_wordAtMost : CharacterSet.WordCharacters,
            's' => isExcluded ? s_spacesAtMost : CharacterSet.Spaces,
            'D' => (isExcluded ? CharacterSet.Digits : s_digitsAtMost).Not(),
            'W' => (isExcluded ? CharacterSet.WordCharacters : s_wordAtMost).Not(),
            'S' => (isExcluded ? CharacterSet.Spaces : s_spacesAtMost).Not(),
            'n' => One('\n'),
            'r' => One('\r'),
            't' => One('\t'),
            'f' => One('\f'),
            'v' => One('\v'),
            '0' => One('\0'),
            'x' => One(Hex(text, ref at, 2)),
            'u' => One(Hex(text, ref at, 4)),
            _ when char.IsAsciiLetterOrDigit(letter) => throw new FormatException($"has the escape \\{letter}, which is not supported"),
            _ => One(letter),
        };
    }

    private static CharacterSet One(int character) => CharacterSet.Of((character, character));

    private static int Hex(string text, ref int at, int digits)
    {
        if (at + digits > text.Length || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
            throw new FormatException($"has an escape that is not followed by {digits} hexadecimal digits");
        at += digits;
        return char.IsSurrogate((char)value) ? throw new FormatException("has half of a surrogate pair, which is not supported") : value;
    }
}
