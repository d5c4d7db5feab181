using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>A tuple: like a list, but it can be a key.</summary>
internal sealed class TupleValue(TemplateValue[] items) : TemplateValue
{
    public TemplateValue[] Items { get; } = items;

    /// <summary>Names of the places, where the tuple has them.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>Whether it can be a key: all its items can.</summary>
    public bool IsHashable { get; } = Array.TrueForAll(items, KeyComparer.IsHashable);

    /// <summary>What visiting all of it takes. Tuples that share their parts may hold far more than they take in memory.</summary>
    public long Weight { get; } = SumOf(items);

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

    private static long SumOf(TemplateValue[] items)
    {
        long sum = 1;
        foreach (TemplateValue item in items)
            sum = Math.Min(sum + KeyComparer.WeightOf(item), Limits.TemplateCharactersMax + 1);
        return sum;
    }
}
