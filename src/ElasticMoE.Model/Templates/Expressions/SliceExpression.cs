using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`owner[from:to:step]`, each bound None where left out.</summary>
internal sealed class SliceExpression(Expression owner, Expression[] bounds, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [owner, .. bounds];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = owner.Evaluate(scope);
        TemplateValue from = bounds[0].Evaluate(scope);
        TemplateValue to = bounds[1].Evaluate(scope);
        TemplateValue step = bounds[2].Evaluate(scope);
        scope.Context.At(Line);
        return Slicing.Of(value, from, to, step, scope.Context.Budget);
    }
}
