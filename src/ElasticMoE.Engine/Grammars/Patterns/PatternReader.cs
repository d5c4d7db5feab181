namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>
/// Reads a pattern in ECMAScript's notation, as JSON Schema has it. Sets are read so that the texts they allow are allowed whoever reads
/// them: `\d`, `\w`, `\s` are ASCII, and where they are excluded, so is what others count among them.
/// </summary>
internal sealed class PatternReader
{
    private const int RepeatMax = 10_000, NestingMax = 50;

    private readonly string _text;
    private int _at;
    private int _depth;

    private PatternReader(string text) => _text = text;

    /// <summary>The pattern's parts.</summary>
    /// <exception cref="FormatException">It is malformed, or uses what isn't supported; says what.</exception>
    public static PatternPart Read(string text)
    {
        var reader = new PatternReader(text);
        PatternPart part = reader.ReadChoice();
        return reader._at == text.Length ? part : throw new FormatException($"has a ')' too many at {reader._at}");
    }

    private bool IsAtEnd => _at == _text.Length;

    private PatternPart ReadChoice()
    {
        if (++_depth > NestingMax)
            throw new FormatException($"nests deeper than {NestingMax}");
        var options = new List<PatternPart> { ReadSequence() };
        while (TryTake('|'))
            options.Add(ReadSequence());
        _depth--;
        return options.Count == 1 ? options[0] : new PatternPart.Choice(options);
    }

    private PatternPart ReadSequence()
    {
        var parts = new List<PatternPart>();
        while (!IsAtEnd && _text[_at] is not ('|' or ')'))
            parts.Add(ReadRepeats(ReadOne()));
        return parts.Count == 1 ? parts[0] : new PatternPart.Sequence(parts);
    }

    private PatternPart ReadRepeats(PatternPart part)
    {
        if (IsAtEnd)
            return part;
        (int Min, int? Max)? times = _text[_at] switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            '{' => ReadTimes(),
            _ => null,
        };
        if (times is not { } count)
            return part;
        if (part is PatternPart.Begin or PatternPart.End)
            throw new FormatException("repeats an anchor");
        _at++;
        TryTake('?');
        return new PatternPart.Repeat(part, count.Min, count.Max);
    }

    /// <summary>Reads {n}, {n,} or {n,m} up to the closing brace.</summary>
    private (int, int?) ReadTimes()
    {
        int close = _text.IndexOf('}', _at);
        string[] numbers = close < 0 ? [] : _text[(_at + 1)..close].Split(',');
        if (numbers.Length is not (1 or 2) || !TryCount(numbers[0], out int min))
            throw new FormatException($"has a '{{' at {_at} that begins no number of times");
        int? max = numbers.Length == 1 ? min : numbers[1].Length == 0 ? null : TryCount(numbers[1], out int most) ? most : -1;
        if (max < min)
            throw new FormatException($"has a number of times at {_at} that is out of order or above {RepeatMax}");
        _at = close;
        return (min, max);
    }

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out count) && count <= RepeatMax;

    private PatternPart ReadOne()
    {
        char first = _text[_at++];
        switch (first)
        {
            case '^': return new PatternPart.Begin();
            case '$': return new PatternPart.End();
            case '(': return ReadGroup();
            case '.': return new PatternPart.Character(CharacterSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Not());
            case '[': return new PatternPart.Character(new PatternSetReader(_text, _at).Read(out _at));
            case '\\': return new PatternPart.Character(PatternEscape.Read(_text, ref _at, isExcluded: false));
            case '*' or '+' or '?' or '{': throw new FormatException($"repeats nothing at {_at - 1}");
            default:
                if (char.IsSurrogate(first))
                    throw new FormatException("has a character beyond the basic plane, which is not supported");
                return new PatternPart.Character(CharacterSet.Of((first, first)));
        }
    }

    private PatternPart ReadGroup()
    {
        if (TryTake('?'))
        {
            if (!TryTake(':') && !TrySkipName())
                throw new FormatException($"looks ahead or behind at {_at - 2}, which is not supported");
        }
        PatternPart part = ReadChoice();
        return TryTake(')') ? part : throw new FormatException("has a '(' that is not closed");
    }

    /// <summary>The name of a group, which has no effect: `&lt;name&gt;`.</summary>
    private bool TrySkipName()
    {
        int close = _text.IndexOf('>', _at);
        if (IsAtEnd || _text[_at] != '<' || close < _at + 2 || _text[_at + 1] is '=' or '!')
            return false;
        _at = close + 1;
        return true;
    }

    private bool TryTake(char wanted)
    {
        if (IsAtEnd || _text[_at] != wanted)
            return false;
        _at++;
        return true;
    }
}
