using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>One `| name(arguments)`.</summary>
internal sealed class FilterStep(string name, ArgumentList arguments, int line)
{
    private NativeFunction? filter;

    public IEnumerable<Expression> Children => arguments.Children;

    public void Bind(Frame frame)
    {
        filter = frame.Library.Filters.GetValueOrDefault(name);
        if (filter is null && !frame.Soft)
            throw new SourceFault(line, $"No filter named '{name}'.");
        foreach (Expression child in Children)
            child.Bind(frame);
    }

    public TemplateValue Apply(TemplateValue value, Scope scope)
    {
        CallArguments values = arguments.Evaluate(scope);
        scope.Context.At(line);
        return (filter ?? scope.Context.Library.Filter(name)).Invoke(value, values, scope.Context);
    }
}
