using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Gateway.Requests;

/// <summary>What a chat template is given.</summary>
internal sealed record Conversation
{
    /// <summary>The messages, as the template reads them.</summary>
    public required TemplateValue Messages { get; init; }

    /// <summary>The tools, where any are offered.</summary>
    public TemplateValue? Tools { get; init; }

    /// <summary>Whether the prompt ends with the beginning of the model's turn.</summary>
    public bool AddsGenerationPrompt { get; init; } = true;

    /// <summary>Further variables.</summary>
    public IReadOnlyDictionary<string, TemplateValue>? Variables { get; init; }
}
