using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Builds one text; what it takes in is counted, and its length has a limit.</summary>
internal sealed class TextBuilder(RenderBudget budget)
{
    private readonly StringBuilder text = new();

    public RenderBudget Budget => budget;

    public TextBuilder Append(string part)
    {
        Grow(part.Length);
        text.Append(part);
        return this;
    }

    public TextBuilder Append(char part, int count = 1)
    {
        Grow(count);
        text.Append(part, count);
        return this;
    }

    public TextBuilder Append(ReadOnlySpan<char> part)
    {
        Grow(part.Length);
        text.Append(part);
        return this;
    }

    public override string ToString() => text.ToString();

    private void Grow(long count)
    {
        if (text.Length + count > Limits.TemplateOutputCharactersMax)
            throw new TemplateFault($"makes a text of more than {Limits.TemplateOutputCharactersMax} characters");
        budget.Characters(count);
    }
}
