using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`callee(arguments)`.</summary>
internal sealed class CallExpression(Expression callee, ArgumentList arguments, int line) : Expression(line)
{
    protected override IEnumerable<Expression> Children => [callee, .. arguments.Children];

    public override TemplateValue Evaluate(Scope scope) => Evaluate(scope, null);

    /// <summary>Calls with one more argument: the body of a call block.</summary>
    public TemplateValue Evaluate(Scope scope, TemplateValue? caller)
    {
        TemplateValue target = callee.Evaluate(scope);
        CallArguments values = arguments.Evaluate(scope);
        scope.Context.At(Line);
        if (caller is not null)
            values = values.With("caller", caller);
        return target switch
        {
            CallableValue callable => callable.Call(values, scope.Context),
            UndefinedValue missing => throw missing.Fault,
            _ => throw new TemplateFault($"'{target.TypeName}' object is not callable"),
        };
    }
}
