using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Escaping for HTML, which prompts need only where a template asks for it.</summary>
internal static class Html
{
    /// <summary>The value's text, escaped unless it is marked as markup.</summary>
    public static string Escape(TemplateValue value, RenderBudget budget) =>
        value is StringValue { IsMarkup: true } markup ? markup.Value : Escape(value.Text(budget), budget);

    public static string Escape(string text, RenderBudget budget)
    {
        budget.Characters(text.Length);
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0)
            return text;
        budget.Scan(text.Length);
        var result = new TextBuilder(budget);
        foreach (char unit in text)
        {
            result.Append(unit switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&#34;",
                '\'' => "&#39;",
                _ => new ReadOnlySpan<char>(in unit),
            });
        }

        return result.ToString();
    }

    public static StringValue Markup(string text) => new(text) { IsMarkup = true };

    /// <summary>Joins two texts of which at least one is markup.</summary>
    public static StringValue Concat(StringValue left, StringValue right, RenderBudget budget) =>
        Markup(Texts.Concat(Escape(left, budget), Escape(right, budget), budget).Value);
}
