using ElasticMoE.Model.Templates.Expressions;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>`{{ value }}`.</summary>
internal sealed class PrintStatement(Expression value) : Statement
{
    public override void Visit(Symbols symbols) => value.Visit(symbols);

    public override void Bind(Frame frame) => value.Bind(frame);

    public override Flow Execute(Scope scope, TextBuilder output)
    {
        output.Append(value.Evaluate(scope).Text(scope.Context.Budget));
        return Flow.Next;
    }
}
