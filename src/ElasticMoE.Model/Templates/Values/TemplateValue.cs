using System.Numerics;
using System.Text.Json;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>
/// A value a template works on, with the semantics of the Python type it stands for. Values given from outside are immutable, so one
/// value may be rendered by many threads.
/// </summary>
public abstract class TemplateValue
{
    private protected TemplateValue()
    {
    }

    /// <summary>Python's None, JSON's null.</summary>
    public static TemplateValue None => NoneValue.Instance;

    /// <summary>A text.</summary>
    public static TemplateValue Of(string text) => new StringValue(text);

    /// <summary>An integer.</summary>
    public static TemplateValue Of(long number) => new IntegerValue(number);

    /// <summary>A float.</summary>
    public static TemplateValue Of(double number) => new FloatValue(number);

    /// <summary>True or False.</summary>
    public static TemplateValue Of(bool truth) => BooleanValue.Of(truth);

    /// <summary>A list of the items, in their order.</summary>
    public static TemplateValue List(IEnumerable<TemplateValue> items) => new ListValue([.. items]);

    /// <summary>A dictionary with text keys, in their order; of equal keys the last value stays.</summary>
    public static TemplateValue Map(IEnumerable<KeyValuePair<string, TemplateValue>> entries)
    {
        var result = new DictionaryValue();
        foreach ((string key, TemplateValue value) in entries)
            result.Add(new StringValue(key), value);
        return result;
    }

    /// <summary>The same data. Key order stays; a number is an integer exactly where it is written as one.</summary>
    /// <exception cref="Contracts.InputException">A text is no valid Unicode, a number is too long, or it nests too deep.</exception>
    public static TemplateValue FromJson(JsonElement element) => JsonInput.Read(element);

    /// <summary>The type's name as the reference prints it in error texts.</summary>
    internal abstract string TypeName { get; }

    /// <summary>What an `if` makes of it.</summary>
    internal virtual bool IsTrue => true;

    /// <summary>
    /// How deep the lists and dictionaries in it nest; bounded when they are made, so walking a value needs no depth check.
    /// </summary>
    internal virtual int Nesting => 0;

    /// <summary>The number of items, or null where the type has no length.</summary>
    internal virtual int? Length => null;

    /// <summary>Whether items can be taken from it one after the other.</summary>
    internal virtual bool IsIterable => false;

    /// <summary>Whether items have places: `x[0]`.</summary>
    internal virtual bool IsSequence => false;

    /// <summary>The items in order. Only called where <see cref="IsIterable"/>.</summary>
    internal virtual IEnumerator<TemplateValue> Iterate(RenderBudget budget) =>
        throw new TemplateFault($"'{TypeName}' object is not iterable");

    /// <summary>What `x[key]` finds, or null.</summary>
    internal virtual TemplateValue? Item(TemplateValue key, RenderBudget budget) => null;

    /// <summary>Writes what Python's repr gives.</summary>
    internal abstract void WriteRepr(TextBuilder builder);

    /// <summary>What Python's str gives.</summary>
    internal virtual string Text(RenderBudget budget)
    {
        var builder = new TextBuilder(budget);
        WriteRepr(builder);
        return builder.ToString();
    }

    /// <summary>The value as an integer where Python takes it for one (integers, True, False).</summary>
    internal virtual BigInteger? AsInteger => null;
}
