using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`break` or `continue`.</summary>
internal sealed class LoopControlStatement(Flow flow) : Statement
{
    public override void Visit(Symbols symbols)
    {
    }

    public override void Bind(Frame frame)
    {
    }

    public override Flow Execute(Scope scope, TextBuilder output) => flow;
}
