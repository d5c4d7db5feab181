using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`with a = x, b = y` … `endwith`: a body with its own names; the values don't see them.</summary>
internal sealed class WithStatement((Target Target, Expression Value)[] variables, Body body) : Statement
{
    private ScopePlan? plan;

    public override void Visit(Symbols symbols)
    {
        foreach ((_, Expression value) in variables)
            value.Visit(symbols);
    }

    public override void Bind(Frame frame)
    {
        var symbols = new Symbols(frame.Symbols);
        foreach ((Target target, _) in variables)
            target.Declare(symbols);
        body.Visit(symbols);
        Frame inner = frame.Inner(symbols);
        foreach ((Target target, Expression value) in variables)
        {
            value.Bind(frame);
            target.Bind(inner);
        }

        body.Bind(inner);
        plan = symbols.ToPlan();
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        Scope inner = plan!.Open(scope.Context, scope);
        plan.Enter(inner);
        foreach ((Target target, Expression value) in variables)
            target.Assign(inner, value.Evaluate(scope));
        return body.Execute(inner, output);
    }
}
