using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>The arguments written in a call: by place, by name, and `*list` and `**dictionary`.</summary>
internal sealed class ArgumentList(Expression[] positional, (string Name, Expression Value)[] named, Expression? rest, Expression? restNamed)
{
    public static readonly ArgumentList None = new([], [], null, null);

    public IEnumerable<Expression> Children =>
        [.. positional, .. named.Select(argument => argument.Value), .. OneOrNone(rest), .. OneOrNone(restNamed)];

    public CallArguments Evaluate(Scope scope)
    {
        var values = new List<TemplateValue>(positional.Length);
        foreach (Expression argument in positional)
            values.Add(argument.Evaluate(scope));
        var byName = new List<KeyValuePair<string, TemplateValue>>(named.Length);
        foreach ((string name, Expression value) in named)
            AddNamed(byName, name, value.Evaluate(scope));
        if (rest is not null)
            values.AddRange(Iteration.ToList(rest.Evaluate(scope), scope.Context.Budget));
        if (restNamed is not null)
            AddEntries(byName, restNamed.Evaluate(scope), scope.Context.Budget);
        return new CallArguments(values, byName);
    }

    private static Expression[] OneOrNone(Expression? expression) => expression is null ? [] : [expression];

    private static void AddEntries(List<KeyValuePair<string, TemplateValue>> byName, TemplateValue source, RenderBudget budget)
    {
        if (source is not DictionaryValue dictionary)
            throw new TemplateFault($"argument after ** must be a mapping, not {source.TypeName}");
        budget.Step(dictionary.Entries.Count);
        foreach ((TemplateValue key, TemplateValue value) in dictionary.Entries)
            AddNamed(byName, key is StringValue name ? name.Value : throw new TemplateFault("keywords must be strings"), value);
    }

    private static void AddNamed(List<KeyValuePair<string, TemplateValue>> byName, string name, TemplateValue value)
    {
        if (byName.Exists(argument => argument.Key == name))
            throw new TemplateFault($"got multiple values for keyword argument '{name}'");
        byName.Add(new(name, value));
    }
}
