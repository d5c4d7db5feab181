using System.Text;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters that change a text's characters.</summary>
internal static class TextFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("upper", "", call => Mapped(call, CaseMapping.Upper))
        .Add("lower", "", call => Mapped(call, CaseMapping.Lower))
        .Add("capitalize", "", call => Mapped(call, CaseMapping.Capitalize))
        .Add("title", "", call => Mapped(call, Title))
        .Add("trim", "chars?", call => Stripping.Apply(call, atStart: true, atEnd: true))
        .Add("replace", "old new count?", Replace)
        .Add("format", "*", Format)
        .Add("wordcount", "", call => TemplateValue.Of(CountWords(call)))
        .Add("reverse", "", Reversal.Apply)
        .Add("truncate", "length? killwords? end? leeway?", Truncate);

    private static StringValue Mapped(NativeCall call, Func<string, string> map)
    {
        string text = call.SelfText;
        call.Budget.Scan(text.Length);
        return (call.Self as StringValue ?? StringValue.Empty).Like(map(text));
    }

    private static StringValue Replace(NativeCall call)
    {
        int most = call.Has(2) ? call.Integer(2) : -1;
        return new StringValue(Replacing.Apply(call.SelfText, call.AnyText(0), call.AnyText(1), most, call.Budget));
    }

    private static StringValue Format(NativeCall call)
    {
        if (call.All.Positional.Count > 0 && call.All.Named.Count > 0)
            throw call.Fault("can't handle positional and keyword arguments at the same time");
        TemplateValue values = call.All.Named.Count > 0 ? TemplateValue.Map(call.All.Named) : new TupleValue([.. call.All.Positional]);
        return PercentFormat.Apply(call.Self as StringValue ?? new StringValue(call.SelfText), values, call.Budget);
    }

    /// <summary>Words begin after white space, hyphens and opening brackets; unlike the method `title`, not after other signs.</summary>
    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int start = 0; start < text.Length;)
        {
            bool isBreak = IsWordBreak(text[start]);
            int end = start;
            while (end < text.Length && IsWordBreak(text[end]) == isBreak)
                end++;
            int first = start + (char.IsHighSurrogate(text[start]) && start + 1 < end ? 2 : 1);
            result.Append(CaseMapping.Upper(text[start..first])).Append(CaseMapping.Lower(text[first..end]));
            start = end;
        }

        return result.ToString();
    }

    private static bool IsWordBreak(char unit) => unit is '-' or '(' or '{' or '[' or '<' || Texts.IsSpace(unit);

    private static long CountWords(NativeCall call)
    {
        call.Budget.Scan(call.SelfText.Length);
        long words = 0;
        bool inside = false;
        foreach (Rune rune in call.SelfText.EnumerateRunes())
        {
            bool isWord = rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune);
            words += isWord && !inside ? 1 : 0;
            inside = isWord;
        }

        return words;
    }

    private static TemplateValue Truncate(NativeCall call)
    {
        int length = call.Integer(0, 255);
        var end = new StringValue(call.Text(2, "..."));
        int leeway = call.Has(3) ? call.Integer(3) : 5;
        if (length < end.Length || leeway < 0)
            throw call.Fault($"expected length >= {end.Length} and leeway >= 0");
        if (call.Self.Length <= (long)length + leeway)
            return call.Self;
        if (call.Self is not StringValue text)
            throw call.Fault($"needs a str, not {call.Self.TypeName}");
        string kept = text.Value[..text.UnitOf(length - end.Length!.Value)];
        int blank = call.Flag(1) ? -1 : kept.LastIndexOf(' ');
        return Texts.Concat(blank < 0 ? kept : kept[..blank], end.Value, call.Budget);
    }
}
