using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`and` and `or`: the operand that decides is the value.</summary>
internal sealed class LogicalExpression(bool isAnd, Expression left, Expression right, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [left, right];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = left.Evaluate(scope);
        scope.Context.At(Line);
        return value.IsTrue == isAnd ? right.Evaluate(scope) : value;
    }
}
