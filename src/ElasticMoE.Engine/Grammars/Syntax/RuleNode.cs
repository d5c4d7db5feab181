namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>A body that is known by reference, and may therefore contain itself.</summary>
internal sealed class RuleNode : GrammarNode
{
    public GrammarNode Body { get; set; } = Never;
}
