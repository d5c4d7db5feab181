using ElasticMoE.Engine.Grammars.Automata;

namespace ElasticMoE.Engine.Grammars.Vocabularies;

/// <summary>
/// The bytes of all tokens as a tree, in the order in which it is walked: tokens that begin alike are looked at together, and where their
/// beginning doesn't fit, none of them is.
/// </summary>
internal sealed class VocabularyTrie
{
    private readonly List<byte> _labels = [];
    private readonly List<int> _depths = [], _ends = [], _firstTokens = [], _tokens = [];
    private readonly GrammarState[] _path;

    /// <param name="table">The bytes of each token.</param>
    public VocabularyTrie(TokenTable table)
    {
        var open = new List<int>();
        ReadOnlySpan<byte> last = [];
        foreach (int id in table.Sorted())
        {
            ReadOnlySpan<byte> bytes = table[id];
            Close(open, last.CommonPrefixLength(bytes));
            for (int depth = open.Count; depth < bytes.Length; depth++)
            {
                open.Add(_labels.Count);
                _labels.Add(bytes[depth]);
                _depths.Add(depth + 1);
                _ends.Add(0);
                _firstTokens.Add(_tokens.Count);
            }
            _tokens.Add(id);
            last = bytes;
            LongestToken = Math.Max(LongestToken, bytes.Length);
        }
        Close(open, 0);
        _firstTokens.Add(_tokens.Count);
        _path = new GrammarState[LongestToken + 1];
    }

    /// <summary>Bytes of the longest token.</summary>
    public int LongestToken { get; }

    /// <summary>Sets the bits of the tokens that may follow a state. For one thread.</summary>
    public void Fill(GrammarAutomaton automaton, GrammarState state, Span<ulong> mask)
    {
        _path[0] = state;
        for (int node = 0; node < _labels.Count;)
        {
            int depth = _depths[node];
            GrammarState next = automaton.Step(_path[depth - 1], _labels[node]);
            if (next.IsDead)
            {
                node = _ends[node];
                continue;
            }
            _path[depth] = next;
            for (int token = _firstTokens[node]; token < _firstTokens[node + 1]; token++)
                mask[_tokens[token] >> 6] |= 1UL << _tokens[token];
            node++;
        }
    }

    private void Close(List<int> open, int depth)
    {
        for (int i = depth; i < open.Count; i++)
            _ends[open[i]] = _labels.Count;
        open.RemoveRange(depth, open.Count - depth);
    }
}
