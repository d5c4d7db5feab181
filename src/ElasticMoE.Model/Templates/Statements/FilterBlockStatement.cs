using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`filter name` … `endfilter`: the body's text, filtered.</summary>
internal sealed class FilterBlockStatement(FilterStep[] filters, Body body) : Statement
{
    private readonly CapturedBody captured = new(filters, body);

    public override void Visit(Symbols symbols)
    {
        foreach (Expression child in filters.SelectMany(filter => filter.Children))
            child.Visit(symbols);
    }

    public override void Bind(Frame frame) => captured.Bind(frame);

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        Flow flow = captured.Execute(scope, out TemplateValue value);
        if (flow == Flow.Next)
            output.Append(value.Text(scope.Context.Budget));
        return flow;
    }
}
