namespace ElasticMoE.Model.Templates.Values;

/// <summary>A dictionary in insertion order. Filled where it is made, unchanged afterwards.</summary>
internal sealed class DictionaryValue : TemplateValue
{
    /// <summary>Steps that filing one entry takes, in time and in memory.</summary>
    public const int EntrySteps = 4;

    private readonly OrderedDictionary<TemplateValue, TemplateValue> entries = new(KeyComparer.Instance);
    private int nesting = 1;

    public IReadOnlyDictionary<TemplateValue, TemplateValue> Entries => entries;

    internal override string TypeName => "dict";

    internal override bool IsTrue => entries.Count > 0;

    internal override int Nesting => nesting;

    internal override int? Length => entries.Count;

    internal override bool IsIterable => true;

    internal override bool IsSequence => true;

    /// <summary>Sets a key, which is counted; an unhashable one is a fault.</summary>
    public void Add(TemplateValue key, TemplateValue value, RenderBudget budget)
    {
        KeyComparer.Charge(key, budget);
        budget.Step(EntrySteps);
        Add(key, value);
    }

    /// <summary>Sets a key of data given from outside.</summary>
    public void Add(TemplateValue key, TemplateValue value)
    {
        KeyComparer.RequireHashable(key);
        nesting = Math.Max(nesting, Container.Over(Math.Max(key.Nesting, value.Nesting)));
        entries[key] = value;
    }

    /// <summary>The value of a key, or null; an unhashable key finds nothing.</summary>
    internal override TemplateValue? Item(TemplateValue key, RenderBudget budget)
    {
        KeyComparer.Charge(key, budget);
        return KeyComparer.IsHashable(key) ? entries.GetValueOrDefault(key) : null;
    }

    public TemplateValue? Item(string key) => entries.GetValueOrDefault(new StringValue(key));

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget) => Iteration.Counted(entries.Keys, budget);

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Append('{');
        bool first = true;
        foreach ((TemplateValue key, TemplateValue value) in entries)
        {
            builder.Budget.Step();
            if (!first)
                builder.Append(", ");
            first = false;
            key.WriteRepr(builder);
            builder.Append(": ");
            value.WriteRepr(builder);
        }
        builder.Append('}');
    }
}
