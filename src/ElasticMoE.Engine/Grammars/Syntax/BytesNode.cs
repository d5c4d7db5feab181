using System.Text;

namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>The byte strings that an automaton accepts.</summary>
internal sealed class BytesNode(ByteAutomaton automaton) : GrammarNode
{
    public ByteAutomaton Automaton => automaton;

    /// <summary>Just this text.</summary>
    public static BytesNode Of(string text) => new(ByteAutomaton.OfAny([Encoding.UTF8.GetBytes(text)]));
}
