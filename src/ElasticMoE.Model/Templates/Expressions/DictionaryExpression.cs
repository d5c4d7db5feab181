using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A dictionary in braces.</summary>
internal sealed class DictionaryExpression((Expression Key, Expression Value)[] entries, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => entries.SelectMany(entry => new[] { entry.Key, entry.Value });

    public override TemplateValue Evaluate(Scope scope)
    {
        var result = new DictionaryValue();
        foreach ((Expression key, Expression value) in entries)
            result.Add(key.Evaluate(scope), value.Evaluate(scope), scope.Context.Budget);
        scope.Context.At(Line);
        return result;
    }
}
