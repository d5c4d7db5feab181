using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Equality, order and membership as Python defines them.</summary>
internal static class Comparison
{
    public static bool AreEqual(TemplateValue left, TemplateValue right, RenderBudget budget)
    {
        budget.Step();
        if (ReferenceEquals(left, right))
            return left is not FloatValue number || !double.IsNaN(number.Value);
        return (left, right) switch
        {
            (StringValue a, StringValue b) => Texts.AreEqual(a.Value, b.Value, budget),
            (ListValue a, ListValue b) => AreEqual(a.Items, b.Items, budget),
            (TupleValue a, TupleValue b) => AreEqual(a.Items, b.Items, budget),
            (DictionaryValue a, DictionaryValue b) => AreEqual(a, b, budget),
            (RangeValue, RangeValue) => AreEqual([.. Iteration.ToList(left, budget)], [.. Iteration.ToList(right, budget)], budget),
            (UndefinedValue, UndefinedValue) => true,
            _ => Numbers.AreEqual(left, right),
        };
    }

    /// <summary>Negative, 0 or positive; null where NaN takes part. Types without an order are a fault.</summary>
    public static int? Order(TemplateValue left, TemplateValue right, string symbol, RenderBudget budget)
    {
        budget.Step();
        if (left is UndefinedValue missing)
            throw missing.Fault;
        if (right is UndefinedValue missingRight)
            throw missingRight.Fault;
        return (left, right) switch
        {
            (StringValue a, StringValue b) => Texts.Order(a.Value, b.Value, budget),
            (ListValue a, ListValue b) => Order(a.Items, b.Items, symbol, budget),
            (TupleValue a, TupleValue b) => Order(a.Items, b.Items, symbol, budget),
            _ when Numbers.IsNumber(left) && Numbers.IsNumber(right) => Numbers.Compare(left, right),
            _ => throw new TemplateFault($"'{symbol}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'"),
        };
    }

    public static bool Contains(TemplateValue container, TemplateValue item, RenderBudget budget)
    {
        budget.Step();
        if (container is StringValue text)
            return item is StringValue part ? Texts.Find(text.Value, part.Value, budget) >= 0 : throw NotAText(item);
        if (container is DictionaryValue dictionary)
        {
            KeyComparer.RequireHashable(item);
            return dictionary.Item(item, budget) is not null;
        }

        if (!container.IsIterable)
            throw new TemplateFault($"argument of type '{container.TypeName}' is not iterable");
        return AnyEquals(container.Iterate(budget), item, budget);
    }

    private static TemplateFault NotAText(TemplateValue item) =>
        new($"'in <string>' requires string as left operand, not {item.TypeName}");

    private static bool AnyEquals(IEnumerator<TemplateValue> items, TemplateValue wanted, RenderBudget budget)
    {
        while (items.MoveNext())
        {
            if (ReferenceEquals(items.Current, wanted) || AreEqual(items.Current, wanted, budget))
                return true;
        }

        return false;
    }

    private static bool AreEqual(TemplateValue[] left, TemplateValue[] right, RenderBudget budget)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (!ReferenceEquals(left[i], right[i]) && !AreEqual(left[i], right[i], budget))
                return false;
        }

        return true;
    }

    private static bool AreEqual(DictionaryValue left, DictionaryValue right, RenderBudget budget)
    {
        if (left.Entries.Count != right.Entries.Count)
            return false;
        foreach ((TemplateValue key, TemplateValue value) in left.Entries)
        {
            if (right.Item(key, budget) is not TemplateValue other || !AreEqual(value, other, budget))
                return false;
        }

        return true;
    }

    private static int? Order(TemplateValue[] left, TemplateValue[] right, string symbol, RenderBudget budget)
    {
        for (int i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (!AreEqual(left[i], right[i], budget))
                return Order(left[i], right[i], symbol, budget);
        }

        return left.Length.CompareTo(right.Length);
    }
}
