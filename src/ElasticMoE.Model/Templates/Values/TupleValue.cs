namespace ElasticMoE.Model.Templates.Values;

/// <summary>A tuple: like a list, but it can be a key.</summary>
internal sealed class TupleValue(TemplateValue[] items) : TemplateValue
{
    public TemplateValue[] Items { get; } = items;

    /// <summary>Names of the places, where the tuple has them.</summary>
    public string[] Names { get; init; } = [];

    internal override string TypeName => "tuple";

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
        builder.Append('(');
        Container.WriteItems(Items, builder);
        builder.Append(Items.Length == 1 ? ",)" : ")");
    }
}
