using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Finding parts in texts. Results count code points; the places of the list-giving functions are UTF-16 positions.</summary>
internal static class Searching
{
    public static TemplateValue Find(NativeCall call, bool fromEnd) => TemplateValue.Of((long)FindIndex(call, fromEnd));

    public static TemplateValue Found(NativeCall call, bool fromEnd)
    {
        int index = FindIndex(call, fromEnd);
        return index >= 0 ? TemplateValue.Of((long)index) : throw call.Fault("substring not found");
    }

    public static TemplateValue Count(NativeCall call)
    {
        if (Window(call) is not Range window)
            return TemplateValue.Of(0L);
        string text = call.SelfText[window];
        string part = call.Text(0);
        long count = part.Length == 0 ? new StringValue(text).Length!.Value + 1L : Places(text, part, int.MaxValue, call.Budget).Count;
        return TemplateValue.Of(count);
    }

    public static TemplateValue Affixed(NativeCall call, bool atEnd)
    {
        TemplateValue[] affixes = call.Required(0) is TupleValue several ? several.Items : [call.Required(0)];
        ReadOnlySpan<char> text = Window(call) is Range window ? call.SelfText.AsSpan()[window] : default;
        bool outside = Window(call) is null;
        foreach (TemplateValue affix in affixes)
        {
            if (affix is not StringValue part)
                throw affix is UndefinedValue missing ? missing.Fault : call.Fault($"needs a str or a tuple of str, not {affix.TypeName}");
            call.Budget.Characters(part.Value.Length);
            if (!outside && (atEnd ? text.EndsWith(part.Value) : text.StartsWith(part.Value)))
                return BooleanValue.True;
        }

        return BooleanValue.False;
    }

    /// <summary>The first occurrences that don't overlap, ascending.</summary>
    public static List<int> Places(string text, string part, int most, RenderBudget budget)
    {
        budget.Characters((long)text.Length + part.Length);
        var places = new List<int>();
        int free = 0;
        foreach (int place in Matches(text, part))
        {
            if (places.Count == most)
                break;
            if (place < free)
                continue;
            budget.Step();
            places.Add(place);
            free = place + part.Length;
        }

        return places;
    }

    /// <summary>The last occurrences that don't overlap, chosen from the end, ascending.</summary>
    public static List<int> PlacesFromEnd(string text, string part, int most, RenderBudget budget)
    {
        budget.Characters((long)text.Length + part.Length);
        List<int> all = [.. Matches(text, part)];
        budget.Step(all.Count);
        var places = new List<int>();
        int free = text.Length;
        for (int i = all.Count - 1; i >= 0 && places.Count < most; i--)
        {
            if (all[i] + part.Length > free)
                continue;
            places.Add(all[i]);
            free = all[i];
        }

        places.Reverse();
        return places;
    }

    private static IEnumerable<int> Matches(string text, string part) =>
        part.Length > LinearSearch.ShortPart ? LinearSearch.Matches(text, part, 0) : ShortMatches(text, part);

    private static IEnumerable<int> ShortMatches(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
            yield return at;
    }

    private static int FindIndex(NativeCall call, bool fromEnd)
    {
        string part = call.Text(0);
        if (Window(call) is not Range window)
            return -1;
        string text = call.SelfText[window];
        int unit = part.Length == 0 ? (fromEnd ? text.Length : 0)
            : fromEnd ? PlacesFromEnd(text, part, 1, call.Budget).FirstOrDefault(-1)
            : Texts.Find(text, part, call.Budget);
        return unit < 0 ? -1 : ((StringValue)call.Self).IndexOf(unit + window.Start.Value);
    }

    /// <summary>The UTF-16 range the arguments `start` and `end` name, or null where the start lies behind the text or the end.</summary>
    private static Range? Window(NativeCall call)
    {
        if (!call.Has(1) && !call.Has(2))
            return ..call.SelfText.Length;
        var text = (StringValue)call.Self;
        int length = text.Length!.Value;
        int start = Bound(call.Has(1) ? call.Integer(1) : 0, length);
        int end = Math.Min(Bound(call.Has(2) ? call.Integer(2) : length, length), length);
        return start > end ? null : text.UnitOf(start)..text.UnitOf(end);
    }

    private static int Bound(int index, int length) => index < 0 ? Math.Max(index + length, 0) : index;
}
