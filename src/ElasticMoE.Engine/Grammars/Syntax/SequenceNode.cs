namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>One part after the other.</summary>
internal sealed class SequenceNode(params IReadOnlyList<GrammarNode> parts) : GrammarNode
{
    public IReadOnlyList<GrammarNode> Parts => parts;
}
