namespace ElasticMoE.Model.Templates.Values;

/// <summary>Python's range: count integers from start on, step apart. The count's limit is the reference's sandbox's.</summary>
internal sealed class RangeValue(long start, long stop, long step, int count) : TemplateValue
{
    internal override string TypeName => "range";

    internal override bool IsTrue => count > 0;

    internal override int? Length => count;

    internal override bool IsIterable => true;

    internal override bool IsSequence => true;

    public TemplateValue At(int index) => new IntegerValue(start + index * step);

    /// <summary>Every <paramref name="stride"/>th of its integers from a place on.</summary>
    public RangeValue Slice(int first, int stride, int length) =>
        new(start + first * step, start + (first + (long)length * stride) * step, step * stride, length);

    internal override IEnumerator<TemplateValue> Iterate(RenderBudget budget)
    {
        for (int i = 0; i < count; i++)
        {
            budget.Step();
            yield return At(i);
        }
    }

    internal override TemplateValue? Item(TemplateValue key, RenderBudget budget) =>
        Places.Find(key, count) is int index ? At(index) : null;

    internal override void WriteRepr(TextBuilder builder) =>
        builder.Append(step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})");
}
