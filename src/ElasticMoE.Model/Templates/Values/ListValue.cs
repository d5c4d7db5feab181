namespace ElasticMoE.Model.Templates.Values;

/// <summary>A list. Templates can't change one: the reference's sandbox is immutable.</summary>
internal sealed class ListValue(TemplateValue[] items) : TemplateValue
{
    public static readonly ListValue Empty = new([]);

    public TemplateValue[] Items { get; } = items;

    internal override string TypeName => "list";

    internal override bool IsTrue => Items.Length > 0;

    internal override int Nesting { get; } = Container.NestingOf(items);

    internal override int? Length => Items.Length;

    internal override bool IsIterable => true;

    internal override bool IsSequence => true;

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget) => Iteration.Counted(Items, budget);

    internal override TemplateValue? Item(TemplateValue key, RenderBudget budget) =>
        Places.Find(key, Items.Length) is int index ? Items[index] : null;

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Append('[');
        Container.WriteItems(Items, builder);
        builder.Append(']');
    }
}
