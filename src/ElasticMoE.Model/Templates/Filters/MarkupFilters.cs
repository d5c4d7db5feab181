using System.Text;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters for HTML and addresses. Prompts are never escaped on their own; only these filters do it.</summary>
internal static class MarkupFilters
{
    private const string UnreservedSigns = "_.-~";

    public static void AddTo(MethodTable table) => table
        .Add("escape", "", call => Html.Markup(Html.Escape(call.Self, call.Budget)))
        .Add("e", "", call => Html.Markup(Html.Escape(call.Self, call.Budget)))
        .Add("forceescape", "", call => Html.Markup(Html.Escape(call.SelfText, call.Budget)))
        .Add("safe", "", call => Html.Markup(call.SelfText))
        .Add("urlencode", "", UrlEncode)
        .Add("xmlattr", "autospace?", Attributes);

    private static StringValue UrlEncode(NativeCall call)
    {
        if (call.Self is StringValue || !call.Self.IsIterable)
            return new StringValue(Quote(call.SelfText, inQuery: false, call.Budget));
        TemplateValue pairs = call.Self is DictionaryValue dictionary ? new DictionaryView(dictionary, DictionaryPart.Items) : call.Self;
        var parts = new TextBuilder(call.Budget);
        bool first = true;
        foreach (TemplateValue pair in Iteration.ToList(pairs, call.Budget))
        {
            List<TemplateValue> two = pair.IsIterable ? Iteration.ToList(pair, call.Budget) : [];
            if (two.Count != 2)
                throw call.Fault("needs pairs of key and value");
            parts.Append(first ? "" : "&").Append(Quote(two[0].Text(call.Budget), inQuery: true, call.Budget));
            parts.Append('=').Append(Quote(two[1].Text(call.Budget), inQuery: true, call.Budget));
            first = false;
        }

        return new StringValue(parts.ToString());
    }

    private static string Quote(string text, bool inQuery, RenderBudget budget)
    {
        budget.Scan(text.Length);
        var result = new TextBuilder(budget);
        foreach (byte unit in Encoding.UTF8.GetBytes(text))
        {
            char sign = (char)unit;
            if (char.IsAsciiLetterOrDigit(sign) || UnreservedSigns.Contains(sign) || (sign == '/' && !inQuery))
                result.Append(sign);
            else
                result.Append(sign == ' ' && inQuery ? "+" : $"%{unit:X2}");
        }

        return result.ToString();
    }

    private static StringValue Attributes(NativeCall call)
    {
        if (call.Self is not DictionaryValue dictionary)
            throw call.Fault("needs a mapping");
        var text = new TextBuilder(call.Budget);
        bool first = true;
        foreach ((TemplateValue key, TemplateValue value) in dictionary.Entries)
        {
            if (value is NoneValue or UndefinedValue)
                continue;
            string name = key is StringValue written ? written.Value : throw call.Fault("an attribute name must be a str");
            if (name.AsSpan().IndexOfAny(" />=\t\n\r\f\v") >= 0)
                throw call.Fault($"Invalid character in attribute name: '{name}'");
            text.Append(first && !call.Flag(0, true) ? "" : " ").Append(Html.Escape(key, call.Budget));
            text.Append("=\"").Append(Html.Escape(value, call.Budget)).Append('"');
            first = false;
        }

        return new StringValue(text.ToString());
    }
}
