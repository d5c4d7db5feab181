using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`operand | filter`.</summary>
internal sealed class FilterExpression(Expression operand, FilterStep step, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [operand, .. step.Children];

    public override void Bind(Frame frame)
    {
        operand.Bind(frame);
        step.Bind(frame);
    }

    public override TemplateValue Evaluate(Scope scope) => step.Apply(operand.Evaluate(scope), scope);
}
