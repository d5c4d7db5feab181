using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Automata;
using ElasticMoE.Engine.Grammars.Vocabularies;

namespace ElasticMoE.Engine.Grammars;

/// <summary>A grammar over a model's tokens, with the masks it has needed so far. For the engine's thread.</summary>
internal sealed class Grammar
{
    private readonly GrammarAutomaton _automaton;
    private readonly GrammarVocabulary _vocabulary;
    private readonly int _masksMax;
    private int _masks;

    public Grammar(GrammarProgram program, GrammarVocabulary vocabulary)
    {
        (_automaton, _vocabulary) = (new GrammarAutomaton(program), vocabulary);
        _masksMax = Math.Max(16, Limits.GrammarMaskBytesMax / (MaskWords * sizeof(ulong)));
    }

    public GrammarState Start => _automaton.Start;

    /// <summary>Masks that were computed, not looked up.</summary>
    public long MasksComputed { get; private set; }

    private int MaskWords => (_vocabulary.Size + 63) / 64;

    /// <summary>The state after a token; dead where the token doesn't fit.</summary>
    public GrammarState Step(GrammarState state, int id)
    {
        if (_masks > _masksMax || _automaton.StateCount > Limits.GrammarStatesMax)
            Forget();
        state = _automaton.Renew(state);
        if (state.Tokens.AsSpan().Contains(id))
            return _automaton.StepToken(state, id);
        ReadOnlySpan<byte> bytes = _vocabulary.BytesOf(id);
        foreach (byte value in bytes)
            state = _automaton.Step(state, value);
        return bytes.Length > 0 ? state : _automaton.Dead;
    }

    /// <summary>A bit for each id of the vocabulary: whether it may follow.</summary>
    public ulong[] MaskOf(GrammarState state)
    {
        if (state.Mask is null)
        {
            GrammarState shared = _automaton.Share(state, _vocabulary.Trie.LongestToken);
            state.Mask = shared.Mask ??= Compute(shared);
        }
        return state.Mask;
    }

    private void Forget()
    {
        _masks = 0;
        _automaton.Forget();
    }

    private ulong[] Compute(GrammarState state)
    {
        MasksComputed++;
        _masks++;
        ulong[] mask = new ulong[MaskWords];
        _vocabulary.Trie.Fill(_automaton, state, mask);
        foreach (int token in state.Tokens)
            mask[token >> 6] |= 1UL << token;
        return mask;
    }
}
