using System.Globalization;
using System.Numerics;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>
/// `format.format(…)`: `{}`, `{0}`, `{name}`, `{name.attribute[key]!r:spec}`; attributes are found as the sandbox finds them.
/// </summary>
internal sealed class BraceFormat
{
    private readonly CallArguments arguments;
    private readonly RenderContext context;
    private bool isMarkup;
    private int next;
    private bool numbered;

    private BraceFormat(CallArguments arguments, RenderContext context)
    {
        this.arguments = arguments;
        this.context = context;
    }

    public static StringValue Apply(StringValue format, CallArguments arguments, RenderContext context) =>
        format.Like(new BraceFormat(arguments, context) { isMarkup = format.IsMarkup }.Run(format.Value, 2));

    /// <summary>Fills in a format; a spec is itself a format one level down, and no deeper.</summary>
    private string Run(string format, int levels)
    {
        if (levels == 0)
            throw new TemplateFault("Max string recursion exceeded");
        var text = new TextBuilder(context.Budget);
        for (int at = 0; at < format.Length;)
        {
            int brace = format.AsSpan(at).IndexOfAny('{', '}');
            text.Append(format.AsSpan(at, brace < 0 ? format.Length - at : brace));
            if (brace < 0)
                break;
            at = ReadBrace(format, at + brace, text, levels);
        }

        return text.ToString();
    }

    private int ReadBrace(string format, int at, TextBuilder text, int levels)
    {
        if (at + 1 < format.Length && format[at + 1] == format[at])
        {
            text.Append(format[at]);
            return at + 2;
        }

        if (format[at] == '}')
            throw new TemplateFault("Single '}' encountered in format string");
        int end = FieldEnd(format, at + 1);
        context.Budget.Step();
        text.Append(Field(format[(at + 1)..end], levels));
        return end + 1;
    }

    private static int FieldEnd(string format, int at)
    {
        for (int open = 1; at < format.Length; at++)
        {
            open += format[at] == '{' ? 1 : format[at] == '}' ? -1 : 0;
            if (open == 0)
                return at;
        }

        throw new TemplateFault("expected '}' before end of string");
    }

    private string Field(string field, int levels)
    {
        int mark = field.AsSpan().IndexOfAny('!', ':');
        TemplateValue value = Find(mark < 0 ? field : field[..mark]);
        string rest = mark < 0 ? "" : field[mark..];
        if (rest.StartsWith('!'))
        {
            if (rest.Length < 2 || (rest.Length > 2 && rest[2] != ':'))
                throw new TemplateFault("expected ':' after conversion specifier");
            value = Converted(value, rest[1]);
            rest = rest[2..];
        }

        string spec = rest.Length > 1 ? Run(rest[1..], levels - 1) : "";
        bool escape = isMarkup && value is not StringValue { IsMarkup: true };
        return escape ? Html.Escape(Formatted(value, spec), context.Budget) : Formatted(value, spec);
    }

    private StringValue Converted(TemplateValue value, char conversion)
    {
        if (conversion == 's')
            return new StringValue(value.Text(context.Budget));
        if (conversion is not ('r' or 'a'))
            throw new TemplateFault($"Unknown conversion specifier '{conversion}'");
        var text = new TextBuilder(context.Budget);
        value.WriteRepr(text);
        return new StringValue(conversion == 'a' ? StringRepr.ToAscii(text.ToString()) : text.ToString());
    }

    private string Formatted(TemplateValue value, string written)
    {
        if (written.Length == 0)
            return value.Text(context.Budget);
        FormatSpec spec = FormatSpec.Parse(written);
        if (value is FloatValue number)
            return NumberFormat.Of(number.Value, spec, context.Budget);
        if (value.AsInteger is BigInteger integer)
            return NumberFormat.Of(integer, spec, context.Budget);
        if (value is not StringValue text || spec.Type is not ('s' or ' ') || spec.Align == '=')
            throw new TemplateFault($"unsupported format string passed to {value.TypeName}.__format__");
        string kept = spec.Precision is int most && most < text.Length ? text.Value[..text.UnitOf(most)] : text.Value;
        return spec.Pad(kept, '<', 0, context.Budget);
    }

    /// <summary>The argument a field names, with the attributes and items after it.</summary>
    private TemplateValue Find(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        TemplateValue value = Argument(end < 0 ? name : name[..end]);
        for (int at = end; at >= 0 && at < name.Length;)
        {
            context.Budget.Step();
            bool isItem = name[at] == '[';
            int stop = isItem ? name.IndexOf(']', at) : name.AsSpan(at + 1).IndexOfAny('.', '[') + at + 1;
            if (isItem && stop < 0)
                throw new TemplateFault("Missing ']' in format string");
            if (!isItem && stop == at)
                stop = name.Length;
            string part = name[(at + 1)..stop];
            value = isItem ? Access.Item(value, Key(part), context) : Access.Attribute(value, part, context);
            at = isItem ? stop + 1 : stop;
        }

        return value;
    }

    private TemplateValue Argument(string name)
    {
        if (name.Length == 0)
            return Numbered(next++);
        if (name.All(char.IsAsciiDigit))
            return NumberedBy(name);
        return arguments.Find(name) ?? throw new TemplateFault($"format() misses '{name}'");
    }

    private TemplateValue NumberedBy(string name)
    {
        numbered = true;
        if (next > 0)
            throw new TemplateFault("cannot switch from automatic field numbering to manual field specification");
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? At(place) : At(int.MaxValue);
    }

    private TemplateValue Numbered(int place)
    {
        if (numbered)
            throw new TemplateFault("cannot switch from manual field specification to automatic field numbering");
        return At(place);
    }

    private TemplateValue At(int place) =>
        place < arguments.Positional.Count
            ? arguments.Positional[place]
            : throw new TemplateFault("Replacement index out of range for positional args tuple");

    private static TemplateValue Key(string part) =>
        part.Length is > 0 and <= 9 && part.All(char.IsAsciiDigit)
            ? TemplateValue.Of(long.Parse(part, CultureInfo.InvariantCulture))
            : new StringValue(part);
}
