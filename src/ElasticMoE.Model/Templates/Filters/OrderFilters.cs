using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters that order or group items. Texts compare without case unless asked otherwise.</summary>
internal static class OrderFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("sort", "reverse? case_sensitive? attribute?", Sort)
        .Add("dictsort", "case_sensitive? by? reverse?", SortEntries)
        .Add("unique", "case_sensitive? attribute?", call => new GeneratorValue(Unique(call), call.Self))
        .Add("groupby", "attribute default? case_sensitive?", GroupBy)
        .Add("min", "case_sensitive? attribute?", call => Extreme(call, largest: false))
        .Add("max", "case_sensitive? attribute?", call => Extreme(call, largest: true));

    private static ListValue Sort(NativeCall call)
    {
        bool caseSensitive = call.Flag(1);
        AttributePath[] paths = call.Argument(2) is StringValue names
            ? Array.ConvertAll(names.Value.Split(','), name => new AttributePath(new StringValue(name), call.Budget))
            : [new AttributePath(call.Argument(2), call.Budget)];
        TemplateValue KeyOf(TemplateValue item) =>
            new ListValue(Array.ConvertAll(paths, path => Folded(path.Of(item, call.Context), caseSensitive, call.Budget)));
        return new ListValue([.. Sorting.Sort(call.SelfItems(), KeyOf, call.Flag(0), call.Budget)]);
    }

    private static ListValue SortEntries(NativeCall call)
    {
        bool caseSensitive = call.Flag(0);
        string by = call.Text(1, "key");
        if (by is not ("key" or "value"))
            throw new TemplateFault("You can only sort by either \"key\" or \"value\"");
        if (call.Self is not DictionaryValue dictionary)
            throw call.Self is UndefinedValue missing ? missing.Fault : call.Fault("needs a mapping");
        TemplateValue KeyOf(KeyValuePair<TemplateValue, TemplateValue> entry) =>
            Folded(by == "key" ? entry.Key : entry.Value, caseSensitive, call.Budget);
        var sorted = Sorting.Sort([.. dictionary.Entries], KeyOf, call.Flag(2), call.Budget);
        return new ListValue([.. sorted.Select(entry => new TupleValue([entry.Key, entry.Value]))]);
    }

    private static IEnumerator<TemplateValue> Unique(NativeCall call)
    {
        var seen = new HashSet<TemplateValue>(KeyComparer.Instance);
        var path = new AttributePath(call.Argument(1), call.Budget);
        IEnumerator<TemplateValue> items = call.Self.Iterate(call.Budget);
        while (items.MoveNext())
        {
            TemplateValue item = items.Current;
            TemplateValue key = Folded(path.Of(item, call.Context), call.Flag(0), call.Budget);
            KeyComparer.RequireHashable(key);
            KeyComparer.Charge(key, call.Budget);
            if (seen.Add(key))
                yield return item;
        }
    }

    private static ListValue GroupBy(NativeCall call)
    {
        var path = new AttributePath(call.Required(0), call.Budget, call.Argument(1));
        bool caseSensitive = call.Flag(2);
        TemplateValue KeyOf(TemplateValue item) => Folded(path.Of(item, call.Context), caseSensitive, call.Budget);
        var groups = new List<TemplateValue>();
        var group = new List<TemplateValue>();
        foreach (TemplateValue item in Sorting.Sort(call.SelfItems(), KeyOf, reverse: false, call.Budget))
        {
            if (group.Count > 0 && !Comparison.AreEqual(KeyOf(group[0]), KeyOf(item), call.Budget))
            {
                groups.Add(GroupValue.Of(path.Of(group[0], call.Context), group));
                group.Clear();
            }

            group.Add(item);
        }

        if (group.Count > 0)
            groups.Add(GroupValue.Of(path.Of(group[0], call.Context), group));
        return new ListValue([.. groups]);
    }

    private static TemplateValue Extreme(NativeCall call, bool largest)
    {
        var path = new AttributePath(call.Argument(1), call.Budget);
        TemplateValue? best = null;
        TemplateValue? bestKey = null;
        foreach (TemplateValue item in call.SelfItems())
        {
            TemplateValue key = Folded(path.Of(item, call.Context), call.Flag(0), call.Budget);
            bool better = bestKey is null
                || (largest ? Comparison.Order(key, bestKey, ">", call.Budget) > 0 : Comparison.Order(key, bestKey, "<", call.Budget) < 0);
            if (better)
                (best, bestKey) = (item, key);
        }

        return best ?? new UndefinedValue("No aggregated item, sequence was empty.");
    }

    private static TemplateValue Folded(TemplateValue key, bool caseSensitive, RenderBudget budget)
    {
        if (caseSensitive || key is not StringValue text)
            return key;
        budget.Scan(text.Value.Length);
        return new StringValue(CaseMapping.Lower(text.Value));
    }
}
