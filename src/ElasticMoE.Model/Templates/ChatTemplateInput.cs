using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates;

/// <summary>What a chat template is rendered with.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>The conversation: a list of dictionaries with `role`, `content` and whatever the template reads.</summary>
    public required TemplateValue Messages { get; init; }

    /// <summary>The tools the model may call, a list of JSON schemas, or None.</summary>
    public TemplateValue Tools { get; init; } = TemplateValue.None;

    /// <summary>Whether the prompt ends with the beginning of the model's turn.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>Further variables by name (`bos_token`, `eos_token`, `enable_thinking` …). They win over the ones above.</summary>
    public IReadOnlyDictionary<string, TemplateValue> Variables { get; init; } = new Dictionary<string, TemplateValue>();

    /// <summary>What `strftime_now` reads.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal Dictionary<string, TemplateValue> ToVariables()
    {
        var variables = new Dictionary<string, TemplateValue>
        {
            ["messages"] = Messages,
            ["tools"] = Tools,
            ["add_generation_prompt"] = TemplateValue.Of(AddGenerationPrompt),
        };
        foreach ((string name, TemplateValue value) in Variables)
            variables[name] = value;
        return variables;
    }
}
