using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`call macro(arguments)` … `endcall`: calls with the body as `caller`.</summary>
internal sealed class CallBlockStatement(CallExpression call, MacroBody body, int nesting) : Statement
{
    public override void Visit(Symbols symbols) => call.Visit(symbols);

    public override void Bind(Frame frame)
    {
        body.Bind(frame);
        call.Bind(frame);
    }

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        TemplateValue text = call.Evaluate(scope, new MacroValue("", body, nesting, scope));
        output.Append(text.Text(scope.Context.Budget));
        return Flow.Next;
    }
}
