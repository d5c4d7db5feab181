using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A list in brackets, or a tuple.</summary>
internal sealed class SequenceExpression(Expression[] items, bool isTuple, int line) : Expression(line)
{
    public Expression[] Items => items;

    public bool IsTuple => isTuple;

    protected override IEnumerable<Expression> Children => items;

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue[] values = Array.ConvertAll(items, item => item.Evaluate(scope));
        scope.Context.At(Line);
        return isTuple ? new TupleValue(values) : new ListValue(values);
    }
}
