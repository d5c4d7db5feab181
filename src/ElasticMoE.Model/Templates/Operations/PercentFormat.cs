using System.Numerics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>`format % values`, as C's printf.</summary>
internal sealed class PercentFormat
{
    private readonly string format;
    private readonly bool isMarkup;
    private readonly TemplateValue values;
    private readonly TemplateValue[] places;
    private readonly RenderBudget budget;
    private readonly TextBuilder text;
    private int used;

    private PercentFormat(StringValue format, TemplateValue values, RenderBudget budget)
    {
        this.format = format.Value;
        isMarkup = format.IsMarkup;
        this.values = values;
        this.budget = budget;
        places = values is TupleValue tuple ? tuple.Items : [values];
        text = new TextBuilder(budget);
    }

    public static StringValue Apply(StringValue format, TemplateValue values, RenderBudget budget)
    {
        var run = new PercentFormat(format, values, budget);
        run.Run();
        return format.Like(run.text.ToString());
    }

    private void Run()
    {
        for (int at = 0; at < format.Length;)
        {
            int mark = format.IndexOf('%', at);
            text.Append(format.AsSpan()[at..(mark < 0 ? format.Length : mark)]);
            if (mark < 0)
                break;
            at = ReadConversion(mark + 1);
        }

        // What could be a mapping may stay unused.
        if (used < places.Length && values is not (DictionaryValue or ListValue or RangeValue or UndefinedValue))
            throw new TemplateFault("not all arguments converted during string formatting");
    }

    private int ReadConversion(int at)
    {
        TemplateValue? chosen = ReadKey(ref at);
        FormatSpec spec = ReadFlags(ref at);
        int width = ReadCount(ref at, Limits.TemplateOutputCharactersMax) ?? 0;
        int? precision = null;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = Math.Max(ReadCount(ref at, FormatSpec.PrecisionMax) ?? 0, 0);
        }

        while (at < format.Length && format[at] is 'h' or 'l' or 'L')
            at++;
        if (at >= format.Length)
            throw new TemplateFault("incomplete format");
        if (width < 0)
            spec = spec with { Align = '<', Fill = " " };
        spec = spec with { Width = Math.Abs(width), Precision = precision, Type = format[at] };
        text.Append(spec.Type == '%' ? "%" : Convert(chosen ?? NextValue(), spec));
        return at + 1;
    }

    private FormatSpec ReadFlags(ref int at)
    {
        int start = at;
        while (at < format.Length && "-+ 0#".Contains(format[at]))
            at++;
        ReadOnlySpan<char> flags = format.AsSpan()[start..at];
        bool left = flags.Contains('-');
        bool zero = flags.Contains('0') && !left;
        return new FormatSpec
        {
            Align = left ? '<' : zero ? '=' : '>',
            Fill = zero ? "0" : " ",
            Sign = flags.Contains('+') ? '+' : flags.Contains(' ') ? ' ' : '-',
            Alternate = flags.Contains('#'),
        };
    }

    private TemplateValue? ReadKey(ref int at)
    {
        if (at >= format.Length || format[at] != '(')
            return null;
        int close = format.IndexOf(')', at);
        if (values is not DictionaryValue dictionary)
            throw new TemplateFault("format requires a mapping");
        if (close < 0)
            throw new TemplateFault("incomplete format key");
        string key = format[(at + 1)..close];
        at = close + 1;
        return dictionary.Item(key) ?? throw new TemplateFault($"'{key}'");
    }

    private int? ReadCount(ref int at, int maximum)
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            BigInteger count = NextValue().AsInteger ?? throw new TemplateFault("* wants int");
            return BigInteger.Abs(count) <= maximum ? (int)count : throw new TemplateFault($"a width or precision is above {maximum}");
        }

        var reader = new SpecReader(format, at);
        int? number = reader.ReadNumber(maximum);
        at = reader.Position;
        return number;
    }

    private TemplateValue NextValue() =>
        used < places.Length ? places[used++] : throw new TemplateFault("not enough arguments for format string");

    private string Convert(TemplateValue value, FormatSpec spec) => spec.Type switch
    {
        's' => Cut(isMarkup ? Html.Escape(value, budget) : value.Text(budget), spec),
        'r' => Cut(isMarkup ? Html.Escape(Repr(value), budget) : Repr(value), spec),
        'a' => Cut(StringRepr.ToAscii(Repr(value)), spec),
        'c' when value is StringValue { Length: 1 } single => Cut(single.Value, spec with { Precision = null }),
        'd' or 'i' or 'u' => NumberFormat.Of(Truncated(value, spec.Type), spec with { Type = 'd' }, budget),
        'x' or 'X' or 'o' or 'c' => NumberFormat.Of(value.AsInteger ?? throw NotANumber(value, spec.Type), spec, budget),
        'e' or 'E' or 'f' or 'F' or 'g' or 'G' => NumberFormat.Of(Float(value), spec, budget),
        _ => throw new TemplateFault($"unsupported format character '{spec.Type}'"),
    };

    private string Cut(string whole, FormatSpec spec)
    {
        var content = new StringValue(whole);
        string kept = spec.Precision is int most && most < content.Length ? whole[..content.UnitOf(most)] : whole;
        return (spec with { Fill = " ", Align = spec.Align == '=' ? '>' : spec.Align }).Pad(kept, '>', 0, budget);
    }

    private string Repr(TemplateValue value)
    {
        var builder = new TextBuilder(budget);
        value.WriteRepr(builder);
        return builder.ToString();
    }

    private static BigInteger Truncated(TemplateValue value, char type)
    {
        if (value is FloatValue number && double.IsFinite(number.Value))
            return new BigInteger(number.Value);
        return value.AsInteger ?? throw NotANumber(value, type);
    }

    private static double Float(TemplateValue value) =>
        Numbers.IsNumber(value) ? Arithmetic.ToFloat(value) : throw new TemplateFault($"must be real number, not {value.TypeName}");

    private static TemplateFault NotANumber(TemplateValue value, char type) =>
        value is UndefinedValue missing ? missing.Fault : new($"%{type} format: a real number is required, not {value.TypeName}");
}
