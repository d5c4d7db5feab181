using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;
using ElasticMoE.Engine.Grammars.Automata;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>A schema's grammar over bytes alone.</summary>
internal sealed class GrammarTexts(GrammarSource source)
{
    private readonly GrammarAutomaton _automaton = new(GrammarCompiler.Compile(source, hasAllBytes: true, _ => null));

    public static GrammarTexts OfSchema(string schema) => new(new GrammarSource(GrammarKind.JsonSchema, schema));

    /// <summary>Whether a text is a whole document.</summary>
    public bool Accepts(string text) => After(text).IsComplete;

    /// <summary>Whether a document may begin so.</summary>
    public bool Begins(string text) => !After(text).IsDead;

    private GrammarState After(string text)
    {
        GrammarState state = _automaton.Start;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
            state = _automaton.Step(state, value);
        return state;
    }
}
