using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`set target | filters` … `endset`: the body's text becomes the value.</summary>
internal sealed class SetBlockStatement(Target target, FilterStep[] filters, Body body) : Statement
{
    private readonly CapturedBody captured = new(filters, body);

    public override void Visit(Symbols symbols) => target.Visit(symbols);

    public override void Bind(Frame frame)
    {
        target.Bind(frame);
        captured.Bind(frame);
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        Flow flow = captured.Execute(scope, out TemplateValue value);
        if (flow == Flow.Next)
            target.Assign(scope, value);
        return flow;
    }
}
