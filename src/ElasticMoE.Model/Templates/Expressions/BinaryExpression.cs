using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>Arithmetic on two operands.</summary>
internal sealed class BinaryExpression(BinaryOperator symbol, Expression left, Expression right, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [left, right];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue a = left.Evaluate(scope);
        TemplateValue b = right.Evaluate(scope);
        scope.Context.At(Line);
        RenderBudget budget = scope.Context.Budget;
        return symbol switch
        {
            BinaryOperator.Add => Arithmetic.Add(a, b, budget),
            BinaryOperator.Subtract => Arithmetic.Subtract(a, b),
            BinaryOperator.Multiply => Arithmetic.Multiply(a, b, budget),
            BinaryOperator.Divide => Arithmetic.Divide(a, b),
            BinaryOperator.FloorDivide => Arithmetic.FloorDivide(a, b),
            BinaryOperator.Modulo => Arithmetic.Modulo(a, b, budget),
            _ => Power.Of(a, b),
        };
    }
}
