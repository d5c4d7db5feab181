using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Globals;

/// <summary>Gives nothing when first called and its separator afterwards.</summary>
internal sealed class JoinerValue(TemplateValue separator) : CallableValue
{
    private bool used;

    internal override string TypeName => "Joiner";

    public override TemplateValue Call(CallArguments arguments, RenderContext context)
    {
        if (used)
            return separator;
        used = true;
        return StringValue.Empty;
    }

    public override TemplateValue? Attribute(string name, RenderContext context) => name switch
    {
        "sep" => separator,
        "used" => BooleanValue.Of(used),
        _ => null,
    };
}
