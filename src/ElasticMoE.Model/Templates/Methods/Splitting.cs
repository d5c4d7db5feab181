using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Taking texts apart.</summary>
internal static class Splitting
{
    public static ListValue Split(NativeCall call, bool fromEnd)
    {
        string text = call.SelfText;
        int most = call.Integer(1, -1);
        if (most < 0)
            most = int.MaxValue;
        List<string> parts;
        call.Budget.Scan(call.Has(0) ? 0 : text.Length);
        if (!call.Has(0))
            parts = fromEnd ? WordsFromEnd(text, most) : Words(text, most);
        else if (call.Text(0).Length == 0)
            throw call.Fault("empty separator");
        else
            parts = Parts(text, call.Text(0), most, fromEnd, call.Budget);
        call.Budget.Step(parts.Count);
        return new ListValue([.. parts.Select(((StringValue)call.Self).Like)]);
    }

    public static ListValue Lines(string text, bool keepEnds, RenderBudget budget)
    {
        budget.Scan(text.Length);
        var lines = new List<TemplateValue>();
        for (int start = 0; start < text.Length;)
        {
            budget.Step();
            int end = start;
            while (end < text.Length && !EndsLine(text[end]))
                end++;
            int next = Math.Min(text.Length, end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1));
            lines.Add(new StringValue(text[start..(keepEnds ? next : end)]));
            start = next;
        }

        return new ListValue([.. lines]);
    }

    public static TupleValue Partition(NativeCall call, bool fromEnd)
    {
        string text = call.SelfText;
        string separator = call.Text(0);
        if (separator.Length == 0)
            throw call.Fault("empty separator");
        List<string> parts = Parts(text, separator, 1, fromEnd, call.Budget);
        string[] three = parts.Count == 2 ? [parts[0], separator, parts[1]] : fromEnd ? ["", "", text] : [text, "", ""];
        return new TupleValue([.. three.Select(part => new StringValue(part))]);
    }

    private static bool EndsLine(char unit) =>
        unit is '\n' or '\r' or '\v' or '\f' or (>= '\x1C' and <= '\x1E') or '\x85' or '\u2028' or '\u2029';

    private static List<string> Parts(string text, string separator, int most, bool fromEnd, RenderBudget budget)
    {
        List<int> places = fromEnd
            ? Searching.PlacesFromEnd(text, separator, most, budget)
            : Searching.Places(text, separator, most, budget);
        var parts = new List<string>(places.Count + 1);
        int start = 0;
        foreach (int place in places)
        {
            parts.Add(text[start..place]);
            start = place + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static List<string> Words(string text, int most)
    {
        var words = new List<string>();
        int at = SkipSpace(text, 0);
        while (at < text.Length)
        {
            // What is left after the last split keeps the blanks inside it and at its end.
            int end = words.Count == most ? text.Length : WordEnd(text, at);
            words.Add(text[at..end]);
            at = SkipSpace(text, end);
        }

        return words;
    }

    private static List<string> WordsFromEnd(string text, int most)
    {
        var words = new List<string>();
        int end = SkipSpaceBack(text, text.Length);
        while (end > 0)
        {
            int start = words.Count == most ? 0 : WordStart(text, end);
            words.Add(text[start..end]);
            end = words.Count > most ? 0 : SkipSpaceBack(text, start);
        }

        words.Reverse();
        return words;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && Texts.IsSpace(text[at]))
            at++;
        return at;
    }

    private static int SkipSpaceBack(string text, int end)
    {
        while (end > 0 && Texts.IsSpace(text[end - 1]))
            end--;
        return end;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !Texts.IsSpace(text[at]))
            at++;
        return at;
    }

    private static int WordStart(string text, int end)
    {
        while (end > 0 && !Texts.IsSpace(text[end - 1]))
            end--;
        return end;
    }
}
