using System.Text;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>The other way round.</summary>
internal static class Reversal
{
    /// <summary>A text reversed, or an iterator over a sequence's items from the end.</summary>
    public static TemplateValue Apply(NativeCall call)
    {
        if (call.Self is StringValue text)
            return ReverseText(text.Value, call.Budget);
        if (!call.Self.IsIterable)
            throw call.Fault("argument must be iterable");
        List<TemplateValue> items = call.SelfItems();
        items.Reverse();
        return call.Self is GeneratorValue
            ? new ListValue([.. items])
            : new GeneratorValue(Iteration.Counted(items, call.Budget), call.Self);
    }

    /// <summary>The last item, or undefined; values that only give their items in order have none to find.</summary>
    public static TemplateValue Last(NativeCall call)
    {
        if (call.Self.Length is not int length)
            throw new TemplateFault($"'{call.Self.TypeName}' object is not reversible");
        if (length == 0)
            return new UndefinedValue("No last item, sequence was empty.");
        return call.Self.IsSequence && call.Self is not DictionaryValue
            ? call.Self.Item(TemplateValue.Of(-1L), call.Budget)!
            : call.SelfItems()[^1];
    }

    private static StringValue ReverseText(string text, RenderBudget budget)
    {
        budget.Scan(text.Length);
        var result = new StringBuilder(text.Length);
        for (int end = text.Length; end > 0;)
        {
            int start = end - (end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? 2 : 1);
            result.Append(text.AsSpan(start, end - start));
            end = start;
        }

        return new StringValue(result.ToString());
    }
}
