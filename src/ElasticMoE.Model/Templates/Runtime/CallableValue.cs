using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>What can be called in a template.</summary>
internal abstract class CallableValue : ObjectValue
{
    public abstract TemplateValue Call(CallArguments arguments, RenderContext context);
}
