using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters that take a sequence as a whole.</summary>
internal static class SequenceFilters
{
    // A list takes more memory than one step stands for.
    private const int ListSteps = 4;

    public static void AddTo(MethodTable table) => table
        .Add("length", "", Length)
        .Add("count", "", Length)
        .Add("first", "", First)
        .Add("last", "", Reversal.Last)
        .Add("list", "", call => new ListValue([.. call.SelfItems()]))
        .Add("join", "d? attribute?", Join)
        .Add("sum", "attribute? start?", Sum)
        .Add("batch", "linecount fill_with?", call => new GeneratorValue(Batches(call), call.Self))
        .Add("slice", "slices fill_with?", call => new GeneratorValue(Slices(call), call.Self));

    private static TemplateValue Length(NativeCall call) =>
        TemplateValue.Of((long)(call.Self.Length ?? throw new TemplateFault($"object of type '{call.Self.TypeName}' has no len()")));

    private static TemplateValue First(NativeCall call)
    {
        IEnumerator<TemplateValue> items = call.Self.Iterate(call.Budget);
        return items.MoveNext() ? items.Current : new UndefinedValue("No first item, sequence was empty.");
    }

    private static StringValue Join(NativeCall call)
    {
        string separator = call.AnyText(0);
        var path = new AttributePath(call.Argument(1), call.Budget);
        var text = new TextBuilder(call.Budget);
        bool first = true;
        foreach (TemplateValue item in call.SelfItems())
        {
            text.Append(first ? "" : separator).Append(path.Of(item, call.Context).Text(call.Budget));
            first = false;
        }

        return new StringValue(text.ToString());
    }

    private static TemplateValue Sum(NativeCall call)
    {
        var path = new AttributePath(call.Argument(0), call.Budget);
        TemplateValue sum = call.Argument(1) ?? TemplateValue.Of(0L);
        if (sum is StringValue)
            throw call.Fault("can't sum strings");
        foreach (TemplateValue item in call.SelfItems())
            sum = Arithmetic.Add(sum, path.Of(item, call.Context), call.Budget);
        return sum;
    }

    private static IEnumerator<TemplateValue> Batches(NativeCall call)
    {
        int size = call.Integer(0);
        var batch = new List<TemplateValue>();
        IEnumerator<TemplateValue> items = call.Self.Iterate(call.Budget);
        while (items.MoveNext())
        {
            if (batch.Count == size)
            {
                call.Budget.Step(ListSteps);
                yield return new ListValue([.. batch]);
                batch.Clear();
            }

            batch.Add(items.Current);
        }

        if (batch.Count == 0)
            yield break;
        int missing = call.Has(1) ? Math.Max(size - batch.Count, 0) : 0;
        call.Budget.Step(missing);
        batch.AddRange(Enumerable.Repeat(call.Argument(1) ?? TemplateValue.None, missing));
        yield return new ListValue([.. batch]);
    }

    private static IEnumerator<TemplateValue> Slices(NativeCall call)
    {
        List<TemplateValue> items = call.SelfItems();
        int count = call.Integer(0);
        if (count == 0)
            throw Arithmetic.DividedByZero();
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            call.Budget.Step(ListSteps);
            bool longer = i < items.Count % count;
            int end = start + items.Count / count + (longer ? 1 : 0);
            List<TemplateValue> slice = items[start..end];
            if (call.Has(1) && !longer)
                slice.Add(call.Argument(1)!);
            yield return new ListValue([.. slice]);
            start = end;
        }
    }
}
