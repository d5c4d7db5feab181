namespace ElasticMoE.Model.Templates.Values;

/// <summary>
/// Items made one at a time as they are asked for, and only once: what map, select and their like give. Lazy, since a fault in an item
/// nobody asks for is no fault.
/// </summary>
internal sealed class GeneratorValue(IEnumerator<TemplateValue> items, TemplateValue source) : TemplateValue
{
    // Taking an item from a generator over a generator recurses, so they nest like containers.
    private readonly int nesting = Container.Over(source.Nesting);

    internal override string TypeName => "generator";

    internal override int Nesting => nesting;

    internal override bool IsIterable => true;

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget) => items;

    internal override void WriteRepr(TextBuilder builder) => builder.Append("<generator object>");
}
