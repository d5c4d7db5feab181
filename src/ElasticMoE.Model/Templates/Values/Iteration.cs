namespace ElasticMoE.Model.Templates.Values;

/// <summary>Taking items from values, each counted as a step.</summary>
internal static class Iteration
{
    public static IEnumerator<TemplateValue> Counted(IEnumerable<TemplateValue> items, RenderBudget budget)
    {
        foreach (TemplateValue item in items)
        {
            budget.Step();
            yield return item;
        }
    }

    /// <summary>All items of an iterable value.</summary>
    public static List<TemplateValue> ToList(TemplateValue value, RenderBudget budget)
    {
        var items = new List<TemplateValue>();
        IEnumerator<TemplateValue> source = value.Iterate(budget);
        while (source.MoveNext())
            items.Add(source.Current);
        return items;
    }
}
