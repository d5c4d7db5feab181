namespace ElasticMoE.Model.Templates.Values;

/// <summary>A text. Length, places and slices count code points, as Python does, not UTF-16 units.</summary>
internal sealed class StringValue(string value) : TemplateValue
{
    public static readonly StringValue Empty = new("");

    private static readonly StringValue[] Single =
        [.. Enumerable.Range(0, 128).Select(code => new StringValue(((char)code).ToString()))];

    // Where each code point starts, made when first needed; empty for texts without surrogate pairs. Two threads may both make it, alike.
    private int[]? starts;

    public string Value { get; } = value;

    /// <summary>Marked by the filters `safe` and `escape`: text it is joined with is escaped, as the reference does.</summary>
    public bool IsMarkup { get; init; }

    internal override string TypeName => "str";

    internal override bool IsTrue => Value.Length > 0;

    internal override int? Length => IsPlain ? Value.Length : Starts.Length;

    internal override bool IsIterable => true;

    internal override bool IsSequence => true;

    private bool IsPlain => Starts.Length == 0;

    private int[] Starts => starts ??= FindStarts(Value);

    /// <summary>The UTF-16 position where the code point at <paramref name="index"/> begins; an index at the end is allowed.</summary>
    public int UnitOf(int index) => IsPlain ? index : index == Starts.Length ? Value.Length : Starts[index];

    /// <summary>The code point's index at a UTF-16 position.</summary>
    public int IndexOf(int unit)
    {
        if (IsPlain)
            return unit;
        int found = Array.BinarySearch(Starts, unit);
        return found >= 0 ? found : ~found;
    }

    /// <summary>The text of one code point.</summary>
    public StringValue At(int index)
    {
        if (IsPlain && char.IsAscii(Value[index]))
            return Single[Value[index]];
        int from = UnitOf(index);
        return new StringValue(Value[from..UnitOf(index + 1)]);
    }

    /// <summary>Another text, marked as this one is.</summary>
    public StringValue Like(string text) => new(text) { IsMarkup = IsMarkup };

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget)
    {
        int count = Length!.Value;
        for (int i = 0; i < count; i++)
        {
            budget.Step();
            yield return At(i);
        }
    }

    internal override TemplateValue? Item(TemplateValue key, RenderBudget budget) =>
        Places.Find(key, Length!.Value) is int index ? Like(At(index).Value) : null;

    internal override void WriteRepr(TextBuilder builder)
    {
        builder.Append(IsMarkup ? "Markup(" : "");
        StringRepr.Write(Value, builder);
        builder.Append(IsMarkup ? ")" : "");
    }

    internal override string Text(RenderBudget budget) => Value;

    private static int[] FindStarts(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return [];
        var found = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            found.Add(i);
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
        }
        return [.. found];
    }
}
