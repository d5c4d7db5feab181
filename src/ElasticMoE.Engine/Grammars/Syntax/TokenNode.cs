namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>One special token, which no bytes spell.</summary>
internal sealed class TokenNode(int id) : GrammarNode
{
    public int Id => id;
}
