using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`value if test else other`; without `else`, undefined.</summary>
internal sealed class ConditionalExpression(Expression test, Expression value, Expression? other, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => other is null ? [test, value] : [test, value, other];

    public override void Bind(Frame frame) => base.Bind(frame with { Soft = true });

    public override TemplateValue Evaluate(Scope scope)
    {
        bool holds = test.Evaluate(scope).IsTrue;
        scope.Context.At(Line);
        if (holds)
            return value.Evaluate(scope);
        return other?.Evaluate(scope)
            ?? new UndefinedValue($"the inline if-expression on line {Line} evaluated to false and no else section was defined.");
    }
}
