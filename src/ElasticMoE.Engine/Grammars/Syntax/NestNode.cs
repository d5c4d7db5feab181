namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>A body that lies one level deeper in the document.</summary>
internal sealed class NestNode(GrammarNode body) : GrammarNode
{
    public GrammarNode Body => body;
}
