using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>A built-in filter, test, method or global function.</summary>
internal sealed class NativeFunction(string name, string parameters, Func<NativeCall, TemplateValue> body)
{
    private readonly Signature signature = new(name, parameters);

    public string Name => name;

    /// <param name="self">The value a filter, test or method is applied to.</param>
    /// <param name="arguments">What the call passes besides.</param>
    /// <param name="context">The rendering.</param>
    public TemplateValue Invoke(TemplateValue self, CallArguments arguments, RenderContext context)
    {
        context.Budget.Step();
        return body(new NativeCall(name, self, arguments, signature.Bind(arguments), context));
    }
}
