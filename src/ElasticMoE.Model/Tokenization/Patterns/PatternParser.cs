using System.Globalization;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>
/// Reads a regular expression in the dialect of published tokenizers, Oniguruma's: classes with intersections, possessive operators,
/// atomic groups, looks. What a tokenizer doesn't need (captures' contents, calls, absent operators) is refused by name.
/// </summary>
internal sealed class PatternParser(string source)
{
    private readonly PatternCursor _cursor = new(source);

    public PatternNode Parse()
    {
        PatternNode node = Alternation(default, 0);
        if (!_cursor.AtEnd)
            _cursor.Fail("has a ')' too many");
        return node;
    }

    private PatternNode Alternation(PatternOptions options, int depth)
    {
        if (depth > RegexPattern.DepthMax)
            _cursor.Fail("nests too deeply");
        var branches = new List<PatternNode> { Concatenation(options, depth) };
        while (_cursor.Take("|"))
            branches.Add(Concatenation(options, depth));
        return branches.Count == 1 ? branches[0] : new PatternNode.Alternation(branches);
    }

    private PatternNode Concatenation(PatternOptions options, int depth)
    {
        var parts = new List<PatternNode>();
        while (!_cursor.AtEnd && _cursor.Peek is not ('|' or ')'))
        {
            if (options.Extended && SkipLayout())
                continue;
            PatternNode? atom = Atom(options, depth);
            if (atom is not null)
                parts.Add(Repeated(atom));
        }
        return parts.Count == 1 ? parts[0] : new PatternNode.Concatenation(parts);
    }

    private bool SkipLayout()
    {
        if (_cursor.Peek == '#')
        {
            _cursor.While(static c => c != '\n', int.MaxValue);
            return true;
        }
        return _cursor.While(char.IsWhiteSpace, int.MaxValue).Length > 0;
    }

    private PatternNode? Atom(PatternOptions options, int depth)
    {
        int c = _cursor.Next();
        switch (c)
        {
            case '(':
                return Group(options, depth);
            case '[':
                return new PatternNode.Set(PatternClassParser.Parse(_cursor, options.IgnoreCase, depth));
            case '.':
                return new PatternNode.Set(options.DotTakesLineFeed ? CodePointSet.All : CodePointSet.Of('\n').Complement());
            case '^':
                return new PatternNode.Anchor(AnchorKind.LineStart);
            case '$':
                return new PatternNode.Anchor(AnchorKind.LineEnd);
            case '\\':
                return Escape(options);
            case '*' or '+' or '?':
                _cursor.Fail($"repeats nothing with '{(char)c}'");
                return null;
            default:
                return Literal(c, options);
        }
    }

    private static PatternNode.Set Literal(int c, PatternOptions options)
    {
        CodePointSet set = CodePointSet.Of(c);
        return new PatternNode.Set(options.IgnoreCase ? CaseFolding.Close(set) : set);
    }

    private PatternNode Escape(PatternOptions options)
    {
        AnchorKind? anchor = _cursor.Peek switch
        {
            'A' => AnchorKind.TextStart,
            'z' => AnchorKind.TextEnd,
            'Z' => AnchorKind.TextEndOrLastLineFeed,
            'b' => AnchorKind.WordBoundary,
            'B' => AnchorKind.NoWordBoundary,
            _ => null,
        };
        if (anchor is { } kind)
        {
            _cursor.Skip();
            return new PatternNode.Anchor(kind);
        }
        if (_cursor.Take("R"))
            return NewLine();
        if (_cursor.Take("N"))
            return new PatternNode.Set(CodePointSet.Of('\n').Complement());
        if (_cursor.Take("O"))
            return new PatternNode.Set(CodePointSet.All);
        return PatternEscape.Class(_cursor, bracketed: false) is { } set
            ? new PatternNode.Set(set)
            : Literal(PatternEscape.CodePoint(_cursor), options);
    }

    private static PatternNode NewLine()
    {
        CodePointSet single = CodePointSet.Range('\n', '\r').Union(CodePointSet.Of(0x85)).Union(CodePointSet.Range(0x2028, 0x2029));
        var pair = new PatternNode.Concatenation(
            [new PatternNode.Set(CodePointSet.Of('\r')), new PatternNode.Set(CodePointSet.Of('\n'))]);
        return new PatternNode.Atomic(new PatternNode.Alternation([pair, new PatternNode.Set(single)]));
    }

    private PatternNode? Group(PatternOptions options, int depth)
    {
        if (!_cursor.Take("?"))
            return Closed(Alternation(options, depth + 1));
        if (_cursor.Take("#"))
        {
            _cursor.Until(')');
            return null;
        }
        if (_cursor.Take(":"))
            return Closed(Alternation(options, depth + 1));
        if (_cursor.Take(">"))
            return new PatternNode.Atomic(Closed(Alternation(options, depth + 1)));
        if (_cursor.Take("=") || _cursor.LooksAt("!"))
            return Look(options, depth, behind: false, negative: _cursor.Take("!"));
        if (_cursor.Take("<=") || _cursor.LooksAt("<!"))
            return Look(options, depth, behind: true, negative: _cursor.Take("<!"));
        if (_cursor.Take("<") || _cursor.Take("P<"))
        {
            _cursor.Until('>');
            return Closed(Alternation(options, depth + 1));
        }
        return OptionGroup(options, depth);
    }

    private PatternNode.Look Look(PatternOptions options, int depth, bool behind, bool negative) =>
        new(Closed(Alternation(options, depth + 1)), behind, negative);

    /// <summary>"(?i-x:…)", or "(?i)", whose options hold up to the end of the group around it.</summary>
    private PatternNode OptionGroup(PatternOptions options, int depth)
    {
        bool on = true;
        while (true)
        {
            int c = _cursor.Next();
            switch (c)
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    options = options with { IgnoreCase = on };
                    break;
                case 'm':
                    options = options with { DotTakesLineFeed = on };
                    break;
                case 'x':
                    options = options with { Extended = on };
                    break;
                case ':':
                    return Closed(Alternation(options, depth + 1));
                case ')':
                    return Alternation(options, depth + 1);
                default:
                    _cursor.Fail("has a group of a kind that is not supported");
                    break;
            }
        }
    }

    private PatternNode Closed(PatternNode body)
    {
        if (!_cursor.Take(")"))
            _cursor.Fail("lacks a closing ')'");
        return body;
    }

    private PatternNode Repeated(PatternNode atom)
    {
        while (true)
        {
            if (_cursor.Take("*"))
                atom = Simple(atom, 0, null);
            else if (_cursor.Take("+"))
                atom = Simple(atom, 1, null);
            else if (_cursor.Take("?"))
                atom = Simple(atom, 0, 1);
            else if (_cursor.Peek != '{' || !Counted(ref atom))
                return atom;
        }
    }

    private PatternNode.Repeat Simple(PatternNode atom, int min, int? max)
    {
        RepeatKind kind = _cursor.Take("?") ? RepeatKind.Lazy : _cursor.Take("+") ? RepeatKind.Possessive : RepeatKind.Greedy;
        return new PatternNode.Repeat(atom, min, max, kind);
    }

    /// <summary>"{n}", "{n,}", "{,m}", "{n,m}"; anything else leaves the brace to stand for itself.</summary>
    private bool Counted(ref PatternNode atom)
    {
        int start = _cursor.Position;
        _cursor.Skip();
        string low = _cursor.While(char.IsAsciiDigit, 6);
        bool comma = _cursor.Take(",");
        string high = comma ? _cursor.While(char.IsAsciiDigit, 6) : low;
        if (!_cursor.Take("}") || (low.Length == 0 && high.Length == 0))
        {
            _cursor.Return(start);
            return false;
        }
        int min = low.Length == 0 ? 0 : int.Parse(low, CultureInfo.InvariantCulture);
        int? max = high.Length == 0 ? null : int.Parse(high, CultureInfo.InvariantCulture);
        if (Math.Max(min, max ?? 0) > RegexPattern.CountMax)
            _cursor.Fail("repeats too often");
        if (max < min)
            atom = new PatternNode.Repeat(atom, max.Value, min, RepeatKind.Possessive);
        else
            atom = new PatternNode.Repeat(atom, min, max, comma && _cursor.Take("?") ? RepeatKind.Lazy : RepeatKind.Greedy);
        return true;
    }
}
