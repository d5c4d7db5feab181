using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>Gathers a call's arguments by name; a name given twice is a fault.</summary>
internal sealed class NamedArguments(RenderBudget budget)
{
    private OrderedDictionary<string, TemplateValue>? arguments;

    public void Add(string name, TemplateValue value)
    {
        budget.Step(DictionaryValue.EntrySteps);
        budget.Characters(name.Length);
        arguments ??= [];
        if (!arguments.TryAdd(name, value))
            throw new TemplateFault($"got multiple values for keyword argument '{name}'");
    }

    /// <summary>Adds the entries of a dictionary after `**`.</summary>
    public void AddEntries(TemplateValue source)
    {
        if (source is not DictionaryValue dictionary)
            throw new TemplateFault($"argument after ** must be a mapping, not {source.TypeName}");
        foreach ((TemplateValue key, TemplateValue value) in dictionary.Entries)
            Add(key is StringValue name ? name.Value : throw new TemplateFault("keywords must be strings"), value);
    }

    public IReadOnlyList<KeyValuePair<string, TemplateValue>> ToList() => arguments is null ? [] : [.. arguments];
}
