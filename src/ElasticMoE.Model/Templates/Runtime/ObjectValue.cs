using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>A value with attributes of its own.</summary>
internal abstract class ObjectValue : TemplateValue
{
    /// <summary>An attribute's value, or null where there is none.</summary>
    public virtual TemplateValue? Attribute(string name, RenderContext context) => null;

    internal override void WriteRepr(TextBuilder builder) => builder.Append($"<{TypeName} object>");
}
