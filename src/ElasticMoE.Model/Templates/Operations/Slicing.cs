using System.Text;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>`x[from:to:step]` of texts, lists, tuples and ranges.</summary>
internal static class Slicing
{
    public static TemplateValue Of(TemplateValue value, TemplateValue from, TemplateValue to, TemplateValue step, RenderBudget budget)
    {
        if (value is UndefinedValue missing)
            throw missing.Fault;
        if (value is not (StringValue or ListValue or TupleValue or RangeValue))
            throw new TemplateFault($"'{value.TypeName}' object can't be sliced");
        SliceBounds bounds = SliceBounds.Of(from, to, step, value.Length!.Value);
        if (value is StringValue text)
            return Cut(text, bounds, budget);
        if (value is RangeValue range)
            return range.Slice(bounds.Start, bounds.Step, bounds.Count);
        budget.Step(bounds.Count);
        TemplateValue[] all = value is TupleValue tuple ? tuple.Items : ((ListValue)value).Items;
        var items = new TemplateValue[bounds.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = all[bounds.Start + i * bounds.Step];
        return value is TupleValue ? new TupleValue(items) : new ListValue(items);
    }

    private static StringValue Cut(StringValue text, SliceBounds bounds, RenderBudget budget)
    {
        if (bounds.Count == 0)
            return StringValue.Empty;
        budget.Characters(bounds.Count);
        if (bounds.Step == 1)
            return text.Like(text.Value[text.UnitOf(bounds.Start)..text.UnitOf(bounds.Start + bounds.Count)]);
        var builder = new StringBuilder();
        for (int i = 0; i < bounds.Count; i++)
        {
            int index = bounds.Start + i * bounds.Step;
            builder.Append(text.Value.AsSpan()[text.UnitOf(index)..text.UnitOf(index + 1)]);
        }

        return text.Like(builder.ToString());
    }
}
