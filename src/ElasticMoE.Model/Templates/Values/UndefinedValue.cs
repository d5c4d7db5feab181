namespace ElasticMoE.Model.Templates.Values;

/// <summary>
/// What a missing variable, key or attribute evaluates to. It prints as nothing, is false and has no items; any other use is a fault
/// that says what was missing.
/// </summary>
internal sealed class UndefinedValue(string cause) : TemplateValue
{
    // Made for every missing attribute, most of which nobody complains about.
    private const int NameShown = 60;

    internal override string TypeName => "Undefined";

    internal override bool IsTrue => false;

    internal override int? Length => 0;

    internal override bool IsIterable => true;

    internal override bool IsSequence => true;

    public TemplateFault Fault => new(cause);

    public static UndefinedValue Variable(string name) => new($"'{Shorten(name)}' is undefined");

    public static UndefinedValue Attribute(TemplateValue owner, string name) =>
        new($"'{Describe(owner)}' has no attribute '{Shorten(name)}'");

    public static UndefinedValue Element(TemplateValue owner, TemplateValue key, RenderBudget budget)
    {
        if (key is StringValue name)
            return Attribute(owner, name.Value);
        string text = key is ListValue or TupleValue or DictionaryValue ? key.TypeName : key.Text(budget);
        return new UndefinedValue($"{Describe(owner)} has no element {text}");
    }

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget) => Enumerable.Empty<TemplateValue>().GetEnumerator();

    internal override TemplateValue? Item(TemplateValue key, RenderBudget budget) => throw Fault;

    internal override void WriteRepr(TextBuilder builder) => builder.Append("Undefined");

    internal override string Text(RenderBudget budget) => "";

    private static string Shorten(string name) => name.Length <= NameShown ? name : $"{name[..NameShown]}…";

    private static string Describe(TemplateValue owner) => owner is NoneValue ? "None" : $"{owner.TypeName} object";
}
