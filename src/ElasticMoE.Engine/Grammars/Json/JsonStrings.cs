using System.Text;
using ElasticMoE.Engine.Grammars.Patterns;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>JSON strings as grammars.</summary>
internal sealed class JsonStrings
{
    private readonly JsonSpelling _spelling;
    private readonly GrammarNode _quote = BytesNode.Of("\"");

    /// <param name="hasAllBytes">Whether the vocabulary can write any byte; without, only ASCII is written.</param>
    public JsonStrings(bool hasAllBytes)
    {
        _spelling = new JsonSpelling(hasAllBytes);
        AnyCharacter = new BytesNode(SpellAny());
    }

    /// <summary>One character of a string, in any way in which JSON writes it; a surrogate pair is one character.</summary>
    public GrammarNode AnyCharacter { get; }

    /// <summary>A string of so many characters.</summary>
    public GrammarNode OfLength(int min, int? max) => new SequenceNode(_quote, new RepeatNode(AnyCharacter, min, max), _quote);

    /// <summary>A string whose text an automaton accepts.</summary>
    public GrammarNode Of(CharacterAutomaton texts)
    {
        var bytes = new ByteAutomaton();
        for (int state = 0; state < texts.Count; state++)
            bytes.AddState(texts.Accepts(state));
        for (int state = 0; state < texts.Count; state++)
        {
            foreach (CharacterEdge edge in texts.EdgesOf(state))
                _spelling.Add(bytes, state, edge.Range, edge.Target);
        }
        return new SequenceNode(_quote, new BytesNode(bytes.Trimmed()), _quote);
    }

    /// <summary>A string that is none of these, without escapes: so two that differ in bytes differ in text.</summary>
    public GrammarNode Except(IEnumerable<string> texts)
    {
        var bytes = new ByteAutomaton();
        var trie = new TextTrie();
        // What can only be written with escapes isn't written anyway.
        foreach (string text in texts.Where(text => text.EnumerateRunes().All(IsPlain)))
            trie.Add(text);
        for (int node = 0; node < trie.Count; node++)
            bytes.AddState(accepts: !trie.Ends(node));
        int other = bytes.AddState(accepts: true);
        for (int node = 0; node < trie.Count; node++)
        {
            foreach ((int character, int next) in trie.ChildrenOf(node))
                _spelling.AddPlain(bytes, node, new(character, character), next);
            AddOthers(bytes, node, trie.ChildrenOf(node).Select(child => child.Key), other);
        }
        AddOthers(bytes, other, [], other);
        return new SequenceNode(_quote, new BytesNode(bytes.Trimmed()), _quote);
    }

    private static bool IsPlain(Rune rune) => rune.Value >= 0x20 && rune.Value is not ('"' or '\\');

    private void AddOthers(ByteAutomaton bytes, int node, IEnumerable<int> named, int other)
    {
        int from = 0x20;
        foreach (int stop in named.Append('"').Append('\\').Append(0x110000).Order())
        {
            if (from < stop)
                _spelling.AddPlain(bytes, node, new(from, stop - 1), other);
            from = stop + 1;
        }
    }

    private ByteAutomaton SpellAny()
    {
        var bytes = new ByteAutomaton();
        int start = bytes.AddState(), end = bytes.AddState(accepts: true), escape = bytes.AddState();
        AddOthers(bytes, start, [], end);
        bytes.AddEdge(start, (byte)'\\', (byte)'\\', escape);
        foreach (char letter in "\"\\/bfnrt")
            bytes.AddEdge(escape, (byte)letter, (byte)letter, end);
        int u = bytes.AddState();
        bytes.AddEdge(escape, (byte)'u', (byte)'u', u);
        // \uD800 to \uDBFF must be followed by \uDC00 to \uDFFF, and those stand nowhere else.
        int[] three = [Hex(bytes, end, "0-9A-Fa-f"), 0, 0];
        three[1] = Hex(bytes, three[0], "0-9A-Fa-f");
        three[2] = Hex(bytes, three[1], "0-9A-Fa-f");
        AddHex(bytes, u, "0-9A-CE-Fa-ce-f", three[2]);
        int afterD = bytes.AddState();
        AddHex(bytes, u, "Dd", afterD);
        AddHex(bytes, afterD, "0-7", three[1]);
        int lowD = Hex(bytes, Hex(bytes, three[1], "C-Fc-f"), "Dd");
        int high = bytes.AddState();
        JsonSpelling.AddText(bytes, high, "\\u", lowD);
        AddHex(bytes, afterD, "89ABab", Hex(bytes, Hex(bytes, high, "0-9A-Fa-f"), "0-9A-Fa-f"));
        return bytes;
    }

    private static int Hex(ByteAutomaton bytes, int to, string digits)
    {
        int state = bytes.AddState();
        AddHex(bytes, state, digits, to);
        return state;
    }

    /// <summary>Digits as in a pattern's brackets.</summary>
    private static void AddHex(ByteAutomaton bytes, int from, string digits, int to)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            byte low = (byte)digits[i];
            if (i + 2 < digits.Length && digits[i + 1] == '-')
                i += 2;
            bytes.AddEdge(from, low, (byte)digits[i], to);
        }
    }
}
