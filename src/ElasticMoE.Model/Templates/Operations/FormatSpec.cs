using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>How a value is formatted: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.</summary>
internal sealed record FormatSpec
{
    /// <summary>More decimals than any float has; the reference knows no limit.</summary>
    public const int PrecisionMax = 1_100;

    public string Fill { get; init; } = " ";

    /// <summary>`&lt;`, `&gt;`, `^`, `=` (padding after the sign), or blank for the type's own.</summary>
    public char Align { get; init; } = ' ';

    public char Sign { get; init; } = '-';

    public bool Alternate { get; init; }

    public int Width { get; init; }

    public char Grouping { get; init; } = ' ';

    public int? Precision { get; init; }

    public char Type { get; init; } = ' ';

    public static FormatSpec Parse(string text)
    {
        var reader = new SpecReader(text);
        (string? fill, char align) = reader.ReadAlign();
        char sign = reader.ReadOneOf("+- ") ?? '-';
        bool alternate = reader.ReadOneOf("#") is not null;
        bool zero = reader.ReadOneOf("0") is not null;
        var spec = new FormatSpec
        {
            Fill = fill ?? (zero ? "0" : " "),
            Align = zero && align == ' ' ? '=' : align,
            Sign = sign,
            Alternate = alternate,
            Width = reader.ReadNumber(Limits.TemplateOutputCharactersMax) ?? 0,
            Grouping = reader.ReadOneOf(",_") ?? ' ',
            Precision = reader.ReadOneOf(".") is null ? null : reader.ReadNumber(PrecisionMax) ?? throw Invalid(text),
            Type = reader.ReadType() ?? ' ',
        };
        return reader.AtEnd ? spec : throw Invalid(text);
    }

    /// <summary>Pads a text to the width.</summary>
    public string Pad(string body, char ownAlign, int signLength, RenderBudget budget)
    {
        int missing = Width - new StringValue(body).Length!.Value;
        if (missing <= 0)
            return body;
        char align = Align == ' ' ? ownAlign : Align;
        int left = align switch
        {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        var text = new TextBuilder(budget);
        int lead = align == '=' ? signLength : 0;
        text.Append(body.AsSpan(0, lead));
        Repeat(text, left);
        text.Append(body.AsSpan(lead));
        Repeat(text, missing - left);
        return text.ToString();
    }

    private static TemplateFault Invalid(string text) => new($"invalid format specifier '{text}'");

    private void Repeat(TextBuilder text, int count)
    {
        if (Fill.Length == 1)
            text.Append(Fill[0], count);
        for (int i = 0; Fill.Length > 1 && i < count; i++)
            text.Append(Fill);
    }
}
