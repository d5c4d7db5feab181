using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`not x`, `-x`, `+x`.</summary>
internal sealed class UnaryExpression(UnaryOperator symbol, Expression operand, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [operand];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = operand.Evaluate(scope);
        scope.Context.At(Line);
        return symbol switch
        {
            UnaryOperator.Not => BooleanValue.Of(!value.IsTrue),
            UnaryOperator.Negate => Arithmetic.Negate(value),
            _ => Arithmetic.Positive(value),
        };
    }
}
