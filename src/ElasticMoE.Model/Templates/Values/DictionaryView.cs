namespace ElasticMoE.Model.Templates.Values;

/// <summary>What a dictionary's keys(), values() and items() give: iterable and counted, without places.</summary>
internal sealed class DictionaryView(DictionaryValue owner, DictionaryPart part) : TemplateValue
{
    internal override string TypeName => part switch
    {
        DictionaryPart.Keys => "dict_keys",
        DictionaryPart.Values => "dict_values",
        _ => "dict_items",
    };

    internal override bool IsTrue => owner.IsTrue;

    internal override int Nesting => owner.Nesting;

    internal override int? Length => owner.Length;

    internal override bool IsIterable => true;

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget) => Iteration.Counted(Parts(), budget);

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Append(TypeName).Append("([");
        Container.WriteItems([.. Parts()], builder);
        builder.Append("])");
    }

    private IEnumerable<TemplateValue> Parts() => part switch
    {
        DictionaryPart.Keys => owner.Entries.Keys,
        DictionaryPart.Values => owner.Entries.Values,
        _ => owner.Entries.Select(entry => new TupleValue([entry.Key, entry.Value])),
    };
}
