using ElasticMoE.Engine.Grammars.Automata;

namespace ElasticMoE.Engine.Grammars;

/// <summary>Where one sequence's output stands in its grammar: a function of the output's ids alone.</summary>
internal sealed class GrammarCursor(Grammar grammar)
{
    private GrammarState _state = grammar.Start;

    /// <summary>Whether the output is a whole document.</summary>
    public bool IsComplete => _state.IsComplete;

    /// <summary>A bit for each id of the vocabulary: whether it may come next.</summary>
    public ulong[] Allowed => grammar.MaskOf(_state);

    /// <summary>Takes the next id; false where it doesn't fit, and then nothing does.</summary>
    public bool Push(int id)
    {
        _state = grammar.Step(_state, id);
        return !_state.IsDead;
    }
}
