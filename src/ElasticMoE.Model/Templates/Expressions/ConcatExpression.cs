using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`a ~ b ~ c`: the operands' texts, one after the other.</summary>
internal sealed class ConcatExpression(Expression[] parts, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => parts;

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue[] values = Array.ConvertAll(parts, part => part.Evaluate(scope));
        scope.Context.At(Line);
        var text = new TextBuilder(scope.Context.Budget);
        foreach (TemplateValue value in values)
            text.Append(value.Text(scope.Context.Budget));
        return new StringValue(text.ToString());
    }
}
