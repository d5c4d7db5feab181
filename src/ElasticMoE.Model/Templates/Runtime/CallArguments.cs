using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>What a call passes: values by place, and values by name in their order.</summary>
internal sealed class CallArguments(IReadOnlyList<TemplateValue> positional, IReadOnlyList<KeyValuePair<string, TemplateValue>> named)
{
    public static readonly CallArguments None = new([], []);

    public IReadOnlyList<TemplateValue> Positional => positional;

    public IReadOnlyList<KeyValuePair<string, TemplateValue>> Named => named;

    public TemplateValue? Find(string name)
    {
        foreach ((string key, TemplateValue value) in named)
        {
            if (key == name)
                return value;
        }

        return null;
    }

    /// <summary>The same without the first values by place.</summary>
    public CallArguments Skip(int count) => new([.. positional.Skip(count)], named);

    /// <summary>The same with one more value by name.</summary>
    public CallArguments With(string name, TemplateValue value) => new(positional, [.. named, new(name, value)]);
}
