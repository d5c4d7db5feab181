namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>Any one of the options.</summary>
internal sealed class ChoiceNode(params IReadOnlyList<GrammarNode> options) : GrammarNode
{
    public IReadOnlyList<GrammarNode> Options => options;
}
