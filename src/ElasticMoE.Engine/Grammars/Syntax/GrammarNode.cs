namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>A piece of a grammar over bytes. Pieces may be shared, and rules may contain themselves.</summary>
internal abstract class GrammarNode
{
    /// <summary>What matches nothing but the empty text.</summary>
    public static GrammarNode Empty { get; } = new SequenceNode();

    /// <summary>What matches no text at all.</summary>
    public static GrammarNode Never { get; } = new ChoiceNode();
}
