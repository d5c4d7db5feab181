using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Methods of texts.</summary>
internal static class StringMethods
{
    private static readonly FrozenDictionary<string, NativeFunction> Table = Build();

    public static NativeFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static FrozenDictionary<string, NativeFunction> Build()
    {
        var table = new MethodTable();
        AddCases(table);
        AddStripping(table);
        AddSplitting(table);
        AddSearching(table);
        AddPadding(table);
        CharacterTests.AddTo(table);
        return table
            .Add("format", "*", call => BraceFormat.Apply(Owner(call), call.All, call.Context))
            .Add("format_map", "/mapping", call => BraceFormat.Apply(Owner(call), NamedOf(call), call.Context))
            .Freeze();
    }

    private static void AddCases(MethodTable table) => table
        .Add("upper", "", call => Mapped(call, CaseMapping.Upper))
        .Add("lower", "", call => Mapped(call, CaseMapping.Lower))
        .Add("casefold", "", call => Mapped(call, text => CaseMapping.Lower(text).Replace("\u00DF", "ss")))
        .Add("title", "", call => Mapped(call, CaseMapping.Title))
        .Add("capitalize", "", call => Mapped(call, CaseMapping.Capitalize))
        .Add("swapcase", "", call => Mapped(call, CaseMapping.SwapCase));

    private static void AddStripping(MethodTable table) => table
        .Add("strip", "/chars?", call => Stripping.Apply(call, atStart: true, atEnd: true))
        .Add("lstrip", "/chars?", call => Stripping.Apply(call, atStart: true, atEnd: false))
        .Add("rstrip", "/chars?", call => Stripping.Apply(call, atStart: false, atEnd: true))
        .Add("removeprefix", "/prefix", call => call.SelfText.StartsWith(call.Text(0), StringComparison.Ordinal)
            ? Mapped(call, text => text[call.Text(0).Length..])
            : call.Self)
        .Add("removesuffix", "/suffix", call => call.SelfText.EndsWith(call.Text(0), StringComparison.Ordinal)
            ? Mapped(call, text => text[..^call.Text(0).Length])
            : call.Self);

    private static void AddSplitting(MethodTable table) => table
        .Add("split", "sep? maxsplit?", call => Splitting.Split(call, fromEnd: false))
        .Add("rsplit", "sep? maxsplit?", call => Splitting.Split(call, fromEnd: true))
        .Add("splitlines", "keepends?", call => Splitting.Lines(call.SelfText, call.Flag(0), call.Budget))
        .Add("partition", "/sep", call => Splitting.Partition(call, fromEnd: false))
        .Add("rpartition", "/sep", call => Splitting.Partition(call, fromEnd: true))
        .Add("join", "/iterable", Join);

    private static void AddSearching(MethodTable table) => table
        .Add("find", "/sub start? end?", call => Searching.Find(call, fromEnd: false))
        .Add("rfind", "/sub start? end?", call => Searching.Find(call, fromEnd: true))
        .Add("index", "/sub start? end?", call => Searching.Found(call, fromEnd: false))
        .Add("rindex", "/sub start? end?", call => Searching.Found(call, fromEnd: true))
        .Add("count", "/sub start? end?", Searching.Count)
        .Add("startswith", "/prefix start? end?", call => Searching.Affixed(call, atEnd: false))
        .Add("endswith", "/suffix start? end?", call => Searching.Affixed(call, atEnd: true))
        .Add("replace", "/old new count?", call =>
            Owner(call).Like(Replacing.Apply(call.SelfText, Part(call, 0), Part(call, 1), call.Integer(2, -1), call.Budget)));

    private static void AddPadding(MethodTable table) => table
        .Add("center", "/width fillchar?", call => Padding.Center(call.SelfText, call.Integer(0), call.Text(1, " "), call.Budget))
        .Add("ljust", "/width fillchar?", call => Padding.Side(call, atStart: false))
        .Add("rjust", "/width fillchar?", call => Padding.Side(call, atStart: true))
        .Add("zfill", "/width", Padding.Zeros)
        .Add("expandtabs", "tabsize?", Padding.ExpandTabs);

    private static StringValue Mapped(NativeCall call, Func<string, string> map)
    {
        call.Budget.Scan(call.SelfText.Length);
        return Owner(call).Like(map(call.SelfText));
    }

    private static StringValue Join(NativeCall call)
    {
        if (!call.Required(0).IsIterable)
            throw call.Fault("can only join an iterable");
        var text = new TextBuilder(call.Budget);
        bool first = true;
        foreach (TemplateValue item in Iteration.ToList(call.Required(0), call.Budget))
        {
            text.Append(first ? "" : call.SelfText);
            first = false;
            if (item is not StringValue && !Owner(call).IsMarkup)
                throw call.Fault($"expected str instance, {item.TypeName} found");
            text.Append(Owner(call).IsMarkup ? Html.Escape(item, call.Budget) : item.Text(call.Budget));
        }

        return Owner(call).Like(text.ToString());
    }

    private static StringValue Owner(NativeCall call) => (StringValue)call.Self;

    /// <summary>An argument that becomes part of the text: escaped where that is markup.</summary>
    private static string Part(NativeCall call, int place) =>
        Owner(call).IsMarkup ? Html.Escape(new StringValue(call.Text(place)), call.Budget) : call.Text(place);

    private static CallArguments NamedOf(NativeCall call)
    {
        if (call.Required(0) is not DictionaryValue mapping)
            throw call.Fault("needs a mapping");
        return new CallArguments([], [.. mapping.Entries.Where(entry => entry.Key is StringValue)
            .Select(entry => KeyValuePair.Create(((StringValue)entry.Key).Value, entry.Value))]);
    }
}
