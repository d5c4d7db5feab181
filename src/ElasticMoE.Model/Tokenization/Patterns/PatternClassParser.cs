using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Reads a character class: [...], with ranges, nested classes, POSIX brackets, properties and intersections.</summary>
internal static class PatternClassParser
{
    /// <summary>The set of a class at the cursor, which stands after the opening bracket.</summary>
    public static CodePointSet Parse(PatternCursor cursor, bool ignoreCase, int depth)
    {
        if (depth > RegexPattern.DepthMax)
            cursor.Fail("nests too deeply");
        bool negative = cursor.Take("^");
        CodePointSet? intersection = null;
        CodePointSet union = CodePointSet.Empty;
        bool first = true;
        while (!cursor.Take("]") || (first && TakesBracketLiterally(cursor, ref union)))
        {
            first = false;
            if (cursor.AtEnd)
                cursor.Fail("lacks a closing ']'");
            if (cursor.Take("&&"))
            {
                intersection = Intersect(intersection, union);
                union = CodePointSet.Empty;
                continue;
            }
            union = union.Union(Item(cursor, ignoreCase, depth));
        }
        CodePointSet set = Intersect(intersection, union);
        if (ignoreCase)
            set = CaseFolding.Close(set);
        return negative ? set.Complement() : set;
    }

    private static CodePointSet Intersect(CodePointSet? left, CodePointSet right) => left?.Intersect(right) ?? right;

    /// <summary>A bracket that closes the class at once stands for itself where another one follows.</summary>
    private static bool TakesBracketLiterally(PatternCursor cursor, ref CodePointSet union)
    {
        if (!cursor.Contains(']', cursor.Position))
            cursor.Fail("has an empty class");
        union = union.Union(CodePointSet.Of(']'));
        return true;
    }

    private static CodePointSet Item(PatternCursor cursor, bool ignoreCase, int depth)
    {
        if (cursor.LooksAt("[:") && Posix(cursor) is { } posix)
            return posix;
        if (cursor.Take("["))
            return Parse(cursor, ignoreCase, depth + 1);
        if (Single(cursor, out int first) is { } set)
            return set;
        int dash = cursor.Position;
        if (!cursor.Take("-"))
            return CodePointSet.Of(first);
        if (cursor.Peek == ']' || cursor.LooksAt("[") || cursor.LooksAt("&&") || Single(cursor, out int last) is not null)
        {
            cursor.Return(dash);
            cursor.Skip();
            return CodePointSet.Of(first).Union(CodePointSet.Of('-'));
        }
        if (last < first)
            cursor.Fail("has a range that runs backwards");
        return CodePointSet.Range(first, last);
    }

    /// <summary>One escape or character: a set for a class escape, else null and the code point.</summary>
    private static CodePointSet? Single(PatternCursor cursor, out int codePoint)
    {
        codePoint = 0;
        if (!cursor.Take("\\"))
        {
            codePoint = cursor.Next();
            return null;
        }
        if (PatternEscape.Class(cursor, bracketed: true) is { } set)
            return set;
        codePoint = cursor.Take("b") ? '\b' : PatternEscape.CodePoint(cursor);
        return null;
    }

    private static CodePointSet? Posix(PatternCursor cursor)
    {
        int start = cursor.Position;
        cursor.Skip(2);
        string name = cursor.While(static c => c == '^' || char.IsAsciiLetter(c), 32);
        if (cursor.Take(":]"))
        {
            if (PatternProperties.Find(name) is { } set)
                return set;
            cursor.Fail($"names the class '{name}', which is not known,");
        }
        cursor.Return(start);
        return null;
    }
}
