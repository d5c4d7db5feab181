using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>The `loop` variable: takes the items one by one and looks one ahead only when asked.</summary>
/// <param name="items">What the loop goes over.</param>
/// <param name="count">How many there are, or null where only taking them tells.</param>
/// <param name="recurse">Runs the loop's body over other items, or null where the loop is not recursive.</param>
/// <param name="depth">How many recursive calls are around this loop.</param>
internal sealed class LoopValue(IEnumerator<TemplateValue> items, int? count, Recursion? recurse, int depth) : CallableValue
{
    private IEnumerator<TemplateValue> source = items;
    private int? length = count;
    private int index = -1;
    private TemplateValue? previous;
    private TemplateValue? ahead;
    private TemplateValue? changedValue;

    public TemplateValue Current { get; private set; } = NoneValue.Instance;

    internal override string TypeName => "LoopContext";

    public bool MoveNext()
    {
        TemplateValue? next = PeekNext();
        if (next is null)
            return false;
        ahead = null;
        previous = index >= 0 ? Current : null;
        Current = next;
        index++;
        return true;
    }

    public override TemplateValue Call(CallArguments arguments, RenderContext context)
    {
        if (recurse is null)
            throw new TemplateFault("The loop must have the 'recursive' marker to be called recursively.");
        if (arguments.Positional.Count != 1 || arguments.Named.Count > 0)
            throw new TemplateFault("loop() takes one argument");
        return new StringValue(recurse(arguments.Positional[0], depth + 1));
    }

    public override TemplateValue? Attribute(string name, RenderContext context) => name switch
    {
        "index" => Of(index + 1L),
        "index0" => Of((long)index),
        "first" => Of(index == 0),
        "last" => Of(PeekNext() is null),
        "length" => Of((long)CountAll(context.Budget)),
        "revindex" => Of((long)CountAll(context.Budget) - index),
        "revindex0" => Of((long)CountAll(context.Budget) - index - 1),
        "previtem" => previous ?? new UndefinedValue("there is no previous item"),
        "nextitem" => PeekNext() ?? new UndefinedValue("there is no next item"),
        "depth" => Of(depth + 1L),
        "depth0" => Of((long)depth),
        "cycle" => new FunctionValue(new NativeFunction("cycle", "*", Cycle), this),
        "changed" => new FunctionValue(new NativeFunction("changed", "*", Changed), this),
        _ => null,
    };

    internal override void WriteRepr(TextBuilder builder) => builder.Append($"<LoopContext {index + 1}/{CountAll(builder.Budget)}>");

    private TemplateValue? PeekNext() => ahead ??= source.MoveNext() ? source.Current : null;

    private int CountAll(RenderBudget budget)
    {
        if (length is int known)
            return known;
        var rest = new List<TemplateValue>();
        while (source.MoveNext())
            rest.Add(source.Current);
        budget.Step(rest.Count);
        source = rest.GetEnumerator();
        length = rest.Count + index + 1 + (ahead is null ? 0 : 1);
        return length.Value;
    }

    private TemplateValue Cycle(NativeCall call)
    {
        if (call.All.Positional.Count == 0)
            throw new TemplateFault("no items for cycling given");
        return call.All.Positional[index % call.All.Positional.Count];
    }

    private BooleanValue Changed(NativeCall call)
    {
        var value = new TupleValue([.. call.All.Positional]);
        if (changedValue is not null && Comparison.AreEqual(changedValue, value, call.Budget))
            return BooleanValue.False;
        changedValue = value;
        return BooleanValue.True;
    }
}
