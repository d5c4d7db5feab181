using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters that set a text in lines.</summary>
internal static class LayoutFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("indent", "width? first? blank?", Indent)
        .Add("center", "width?", call => Padding.Center(call.SelfText, call.Integer(0, 80), " ", call.Budget))
        .Add("wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", WordWrap);

    private static StringValue Indent(NativeCall call)
    {
        string indent = call.Argument(0) is StringValue given
            ? given.Value
            : new TextBuilder(call.Budget).Append(' ', Math.Max(call.Integer(0, 4), 0)).ToString();
        bool blank = call.Flag(2);
        var text = new TextBuilder(call.Budget);
        text.Append(call.Flag(1) ? indent : "");
        TemplateValue[] lines = Splitting.Lines(RequireText(call) + "\n", keepEnds: false, call.Budget).Items;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = ((StringValue)lines[i]).Value;
            if (i > 0)
                text.Append('\n').Append(blank || line.Length > 0 ? indent : "");
            text.Append(line);
        }

        return new StringValue(text.ToString());
    }

    private static StringValue WordWrap(NativeCall call)
    {
        int width = call.Integer(0, 79);
        if (width <= 0)
            throw call.Fault($"invalid width {width} (must be > 0)");
        string separator = call.Has(2) ? call.Text(2) : "\n";
        var text = new TextBuilder(call.Budget);
        TemplateValue[] lines = Splitting.Lines(RequireText(call), keepEnds: false, call.Budget).Items;
        for (int i = 0; i < lines.Length; i++)
        {
            var wrapper = new LineWrapper(width, call.Flag(1, true), call.Flag(3, true), call.Budget);
            text.Append(i > 0 ? separator : "").Append(string.Join(separator, wrapper.Wrap(((StringValue)lines[i]).Value)));
        }

        return new StringValue(text.ToString());
    }

    private static string RequireText(NativeCall call) => call.Self switch
    {
        StringValue text => text.Value,
        UndefinedValue missing => throw missing.Fault,
        _ => throw call.Fault($"needs a str, not {call.Self.TypeName}"),
    };
}
