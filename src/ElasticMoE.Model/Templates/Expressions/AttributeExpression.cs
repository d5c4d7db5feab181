using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`owner.name`: an attribute, else the item of that name.</summary>
internal sealed class AttributeExpression(Expression owner, string name, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [owner];

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = owner.Evaluate(scope);
        scope.Context.At(Line);
        return Access.Attribute(value, name, scope.Context);
    }
}
