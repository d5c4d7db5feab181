using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A body with its own names, whose text is kept and filtered instead of written.</summary>
internal sealed class CapturedBody(FilterStep[] filters, Body body)
{
    private ScopePlan? plan;

    public void Bind(Frame frame)
    {
        var symbols = new Symbols(frame.Symbols);
        body.Visit(symbols);
        foreach (Expression child in filters.SelectMany(filter => filter.Children))
            child.Visit(symbols);
        Frame inner = frame.Inner(symbols);
        body.Bind(inner);
        Array.ForEach(filters, filter => filter.Bind(inner));
        plan = symbols.ToPlan();
    }

    public Flow Execute(Scope outer, out TemplateValue value)
    {
        Scope scope = plan!.Open(outer.Context, outer);
        plan.Enter(scope);
        var text = new TextBuilder(outer.Context.Budget);
        Flow flow = body.Execute(scope, text);
        value = new StringValue(text.ToString());
        if (flow != Flow.Next)
            return flow;
        foreach (FilterStep filter in filters)
            value = filter.Apply(value, scope);
        return flow;
    }
}
