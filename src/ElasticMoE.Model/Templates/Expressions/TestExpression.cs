using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>`operand is test`.</summary>
internal sealed class TestExpression(Expression operand, string name, ArgumentList arguments, int line) : Expression(line)
{
    private NativeFunction? test;

    protected override IEnumerable<Expression> Children => [operand, .. arguments.Children];

    public override void Bind(Frame frame)
    {
        test = frame.Library.Tests.GetValueOrDefault(name);
        if (test is null && !frame.Soft)
            throw new SourceFault(Line, $"No test named '{name}'.");
        base.Bind(frame);
    }

    public override TemplateValue Evaluate(Scope scope)
    {
        TemplateValue value = operand.Evaluate(scope);
        CallArguments values = arguments.Evaluate(scope);
        scope.Context.At(Line);
        return (test ?? scope.Context.Library.Test(name)).Invoke(value, values, scope.Context);
    }
}
