namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>Reads a set in brackets, from behind the opening one.</summary>
internal sealed class PatternSetReader(string text, int start)
{
    private int _at = start;

    /// <summary>The set, and where it ends.</summary>
    public CharacterSet Read(out int end)
    {
        bool excludes = _at < text.Length && text[_at] == '^';
        if (excludes)
            _at++;
        CharacterSet set = CharacterSet.None;
        while (true)
        {
            if (_at == text.Length)
                throw new FormatException("has a '[' that is not closed");
            if (text[_at] == ']')
                break;
            set = set.Or(ReadItem(excludes));
        }
        end = _at + 1;
        return excludes ? set.Not() : set;
    }

    private CharacterSet ReadItem(bool excludes)
    {
        CharacterSet low = ReadOne(excludes);
        bool isRange = _at + 1 < text.Length && text[_at] == '-' && text[_at + 1] != ']';
        if (!isRange || Single(low) is not { } first)
            return low;
        _at++;
        if (Single(ReadOne(excludes)) is not { } last || last < first)
            throw new FormatException($"has a range that is out of order before {_at}");
        return CharacterSet.Of((first, last));
    }

    private CharacterSet ReadOne(bool excludes)
    {
        char first = text[_at++];
        if (first == '\\')
            return PatternEscape.Read(text, ref _at, excludes);
        if (char.IsSurrogate(first))
            throw new FormatException("has a character beyond the basic plane, which is not supported");
        return CharacterSet.Of((first, first));
    }

    private static int? Single(CharacterSet set) => set.Ranges is [var only] && only.Low == only.High ? only.Low : null;
}
