using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`set target = value`.</summary>
internal sealed class SetStatement(Target target, Expression value) : Statement
{
    public override void Visit(Symbols symbols)
    {
        value.Visit(symbols);
        target.Visit(symbols);
    }

    public override void Bind(Frame frame)
    {
        value.Bind(frame);
        target.Bind(frame);
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        target.Check(scope);
        target.Assign(scope, value.Evaluate(scope));
        return Flow.Next;
    }
}
