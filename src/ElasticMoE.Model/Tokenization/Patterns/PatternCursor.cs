using System.Diagnostics.CodeAnalysis;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Where the reading of a regular expression stands.</summary>
internal sealed class PatternCursor(string source)
{
    public int Position { get; private set; }

    public bool AtEnd => Position >= source.Length;

    /// <summary>The next UTF-16 unit, or NUL at the end (no syntax means NUL).</summary>
    public char Peek => AtEnd ? '\0' : source[Position];

    public bool LooksAt(string text) => string.CompareOrdinal(source, Position, text, 0, text.Length) == 0;

    public bool Contains(char c, int from) => from < source.Length && source.IndexOf(c, from) >= 0;

    public void Skip(int units = 1) => Position += units;

    public void Return(int position) => Position = position;

    public bool Take(string text)
    {
        if (!LooksAt(text))
            return false;
        Position += text.Length;
        return true;
    }

    /// <summary>Takes one code point.</summary>
    public int Next()
    {
        if (AtEnd)
            Fail("ends too early");
        int c = CodePoints.At(source, Position, out int units);
        Position += units;
        return c;
    }

    /// <summary>Takes the text up to a mark, and the mark.</summary>
    public string Until(char mark)
    {
        int end = source.IndexOf(mark, Position);
        if (end < 0)
            Fail($"lacks a closing '{mark}'");
        string text = source[Position..end];
        Position = end + 1;
        return text;
    }

    /// <summary>Takes up to a number of characters that pass a test.</summary>
    public string While(Func<char, bool> test, int atMost)
    {
        int start = Position;
        while (Position < source.Length && Position - start < atMost && test(source[Position]))
            Position++;
        return source[start..Position];
    }

    [DoesNotReturn]
    public void Fail(string cause) => throw new PatternException($"the pattern {cause} at position {Position}");
}
