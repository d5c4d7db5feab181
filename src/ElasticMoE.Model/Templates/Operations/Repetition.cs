using System.Numerics;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>`'ab' * 3` and its like. The product is counted before it is made.</summary>
internal static class Repetition
{
    /// <summary>The repeated sequence, or null where the value is none.</summary>
    public static TemplateValue? Of(TemplateValue value, BigInteger times, RenderBudget budget)
    {
        if (value is not (StringValue or ListValue or TupleValue))
            return null;
        BigInteger count = BigInteger.Max(times, BigInteger.Zero);
        if (value is StringValue text)
            return Repeat(text, CheckedCount(count, text.Value.Length), budget);
        TemplateValue[] items = value is ListValue list ? list.Items : ((TupleValue)value).Items;
        TemplateValue[] product = Repeat(items, CheckedCount(count, items.Length), budget);
        return value is ListValue ? new ListValue(product) : new TupleValue(product);
    }

    // Products beyond an int fail the budget anyway; the cap only keeps the arithmetic in range.
    private static int CheckedCount(BigInteger count, int unit) => unit == 0 ? 0 : (int)BigInteger.Min(count, int.MaxValue / unit);

    private static StringValue Repeat(StringValue text, int count, RenderBudget budget)
    {
        var builder = new TextBuilder(budget);
        if (text.Value.Length == 1)
            return text.Like(builder.Append(text.Value[0], count).ToString());
        for (int i = 0; i < count; i++)
            builder.Append(text.Value);
        return text.Like(builder.ToString());
    }

    private static TemplateValue[] Repeat(TemplateValue[] items, int count, RenderBudget budget)
    {
        budget.Step((long)items.Length * count);
        var product = new TemplateValue[items.Length * count];
        for (int i = 0; i < count; i++)
            items.CopyTo(product, i * items.Length);
        return product;
    }
}
