using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>A built-in function as a value: a global one, or a method bound to its owner.</summary>
internal sealed class FunctionValue(NativeFunction function, TemplateValue owner) : CallableValue
{
    internal override string TypeName => "builtin_function_or_method";

    public override TemplateValue Call(CallArguments arguments, RenderContext context) => function.Invoke(owner, arguments, context);

    internal override void WriteRepr(TextBuilder builder) => builder.Append($"<built-in function {function.Name}>");
}
