using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>The arguments written in a call: by place, by name, and `*list` and `**dictionary`.</summary>
internal sealed class ArgumentList(
    Expression[] positional, (string Name, Expression Value)[] named, Expression? rest, Expression? restNamed)
{
    public static readonly ArgumentList None = new([], [], null, null);

    public IEnumerable<Expression> Children =>
        [.. positional, .. named.Select(argument => argument.Value), .. OneOrNone(rest), .. OneOrNone(restNamed)];

    public CallArguments Evaluate(Scope scope)
    {
        var values = new List<TemplateValue>(positional.Length);
        foreach (Expression argument in positional)
            values.Add(argument.Evaluate(scope));
        var byName = new NamedArguments(scope.Context.Budget);
        foreach ((string name, Expression value) in named)
            byName.Add(name, value.Evaluate(scope));
        if (rest is not null)
            values.AddRange(Iteration.ToList(rest.Evaluate(scope), scope.Context.Budget));
        if (restNamed is not null)
            byName.AddEntries(restNamed.Evaluate(scope));
        scope.Context.Budget.Step(values.Count);
        return new CallArguments(values, byName.ToList());
    }

    private static Expression[] OneOrNone(Expression? expression) => expression is null ? [] : [expression];
}
