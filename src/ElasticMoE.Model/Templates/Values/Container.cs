using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Keeps containers from nesting without end, so that whatever walks a value may recurse.</summary>
internal static class Container
{
    /// <summary>The nesting of a container with these items.</summary>
    public static int NestingOf(ReadOnlySpan<TemplateValue> items)
    {
        int deepest = 0;
        foreach (TemplateValue item in items)
            deepest = Math.Max(deepest, item.Nesting);
        return Over(deepest);
    }

    /// <summary>The nesting of what holds a value that nests <paramref name="inner"/> deep.</summary>
    public static int Over(int inner)
    {
        if (inner >= Limits.TemplateValueDepthMax)
            throw new TemplateFault($"a value nests more than {Limits.TemplateValueDepthMax} levels deep");
        return inner + 1;
    }

    public static void WriteItems(ReadOnlySpan<TemplateValue> items, TextBuilder builder)
    {
        for (int i = 0; i < items.Length; i++)
        {
            builder.Budget.Step();
            if (i > 0)
                builder.Append(", ");
            items[i].WriteRepr(builder);
        }
    }
}
