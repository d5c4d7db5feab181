using System.Globalization;
using System.Numerics;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>The `attribute` argument of filters: `a.b.0`, looked up as items, digits as places.</summary>
internal sealed class AttributePath
{
    private readonly TemplateValue[] parts;
    private readonly TemplateValue? otherwise;

    /// <param name="path">A text, an integer, or null for the item itself.</param>
    /// <param name="budget">Counts reading the path.</param>
    /// <param name="otherwise">What stands for a missing attribute, or null.</param>
    public AttributePath(TemplateValue? path, RenderBudget budget, TemplateValue? otherwise = null)
    {
        budget.Scan(path is StringValue written ? written.Value.Length : 0);
        parts = path switch
        {
            null or NoneValue => [],
            StringValue text => Array.ConvertAll(text.Value.Split('.'), Part),
            _ => [path],
        };
        this.otherwise = otherwise is NoneValue ? null : otherwise;
    }

    public TemplateValue Of(TemplateValue item, RenderContext context)
    {
        foreach (TemplateValue part in parts)
        {
            context.Budget.Step();
            item = Access.Item(item, part, context);
            if (item is UndefinedValue && otherwise is not null)
                item = otherwise;
        }

        return item;
    }

    private static TemplateValue Part(string name)
    {
        bool isPlace = name.Length is > 0 and <= 18 && name.All(char.IsAsciiDigit);
        return isPlace ? new IntegerValue(BigInteger.Parse(name, CultureInfo.InvariantCulture)) : new StringValue(name);
    }
}
