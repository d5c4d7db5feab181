using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`owner[key]`: an item, else the attribute of that name.</summary>
internal sealed class ItemExpression(Expression owner, Expression key, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [owner, key];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = owner.Evaluate(scope);
        TemplateValue place = key.Evaluate(scope);
        scope.Context.At(Line);
        return Access.Item(value, place, scope.Context);
    }
}
