using System.Text;
using ElasticMoE.Engine.Grammars.Patterns;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>How characters are written inside a JSON string: as they are in UTF-8, or escaped where they must be.</summary>
/// <param name="hasAllBytes">Whether the vocabulary can write any byte; without, only ASCII is written.</param>
internal sealed class JsonSpelling(bool hasAllBytes)
{
    private const int AsciiEnd = 0x80;

    /// <summary>Adds the ways to write any character of a range.</summary>
    public void Add(ByteAutomaton automaton, int from, CharacterRange range, int to)
    {
        int at = range.Low;
        while (at <= range.High)
        {
            if (Escape(at) is { } escape)
            {
                AddText(automaton, from, escape, to);
                at++;
                continue;
            }
            int last = Math.Min(range.High, LastPlain(at));
            AddPlain(automaton, from, new(at, last), to);
            at = last + 1;
        }
    }

    /// <summary>Adds a range of characters as they are in UTF-8; surrogates and what the vocabulary can't write are left out.</summary>
    public void AddPlain(ByteAutomaton automaton, int from, CharacterRange range, int to)
    {
        foreach ((int low, int high) in (ReadOnlySpan<(int, int)>)[(0, 0x7F), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)])
        {
            int first = Math.Max(low, range.Low), last = Math.Min(high, range.High);
            if (first <= last && (hasAllBytes || low < AsciiEnd))
                AddBytes(automaton, from, Utf8(first), Utf8(last), to);
        }
    }

    public static void AddText(ByteAutomaton automaton, int from, string text, int to)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int next = i == text.Length - 1 ? to : automaton.AddState();
            automaton.AddEdge(from, (byte)text[i], (byte)text[i], next);
            from = next;
        }
    }

    private static int LastPlain(int at) => at < '"' ? '"' - 1 : at < '\\' ? '\\' - 1 : 0x10FFFF;

    private static string? Escape(int character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < 0x20 => $"\\u{character:x4}",
        _ => null,
    };

    private static byte[] Utf8(int character) => Encoding.UTF8.GetBytes(new Rune(character).ToString());

    /// <summary>Both ends have the same number of bytes.</summary>
    private static void AddBytes(ByteAutomaton automaton, int from, ReadOnlySpan<byte> low, ReadOnlySpan<byte> high, int to)
    {
        if (low.Length == 1)
        {
            automaton.AddEdge(from, low[0], high[0], to);
            return;
        }
        ReadOnlySpan<byte> lowest = ((ReadOnlySpan<byte>)[0x80, 0x80, 0x80])[..(low.Length - 1)], highest = ((ReadOnlySpan<byte>)[0xBF, 0xBF, 0xBF])[..(low.Length - 1)];
        byte first = low[0], last = high[0];
        if (first == last)
        {
            AddBytes(automaton, Middle(first, first), low[1..], high[1..], to);
            return;
        }
        if (!low[1..].SequenceEqual(lowest))
            AddBytes(automaton, Middle(first, first++), low[1..], highest, to);
        if (!high[1..].SequenceEqual(highest))
            AddBytes(automaton, Middle(last, last--), lowest, high[1..], to);
        if (first <= last)
            AddBytes(automaton, Middle(first, last), lowest, highest, to);

        int Middle(byte a, byte b)
        {
            int middle = automaton.AddState();
            automaton.AddEdge(from, a, b, middle);
            return middle;
        }
    }
}
