using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A literal.</summary>
internal sealed class ConstantExpression(TemplateValue value, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [];

    public override TemplateValue Evaluate(Scope scope)
    {
        scope.Context.At(Line);
        return value;
    }
}
