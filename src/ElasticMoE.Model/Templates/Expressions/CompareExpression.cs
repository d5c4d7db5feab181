using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`a &lt; b &lt;= c`: holds when every neighbouring pair does; stops at the first that doesn't.</summary>
internal sealed class CompareExpression(Expression first, (CompareOperator Symbol, Expression Operand)[] rest, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [first, .. rest.Select(part => part.Operand)];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue left = first.Evaluate(scope);
        foreach ((CompareOperator symbol, Expression operand) in rest)
        {
            TemplateValue right = operand.Evaluate(scope);
            scope.Context.At(Line);
            if (!Holds(symbol, left, right, scope.Context.Budget))
                return BooleanValue.False;
            left = right;
        }

        return BooleanValue.True;
    }

    private static bool Holds(CompareOperator symbol, TemplateValue left, TemplateValue right, RenderBudget budget) => symbol switch
    {
        CompareOperator.Equal => Comparison.AreEqual(left, right, budget),
        CompareOperator.NotEqual => !Comparison.AreEqual(left, right, budget),
        CompareOperator.Less => Comparison.Order(left, right, "<", budget) < 0,
        CompareOperator.LessOrEqual => Comparison.Order(left, right, "<=", budget) <= 0,
        CompareOperator.Greater => Comparison.Order(left, right, ">", budget) > 0,
        CompareOperator.GreaterOrEqual => Comparison.Order(left, right, ">=", budget) >= 0,
        CompareOperator.In => Comparison.Contains(right, left, budget),
        _ => !Comparison.Contains(right, left, budget),
    };
}
