using ElasticMoE.Engine.Grammars.Tools;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Gateway.Requests;

/// <summary>The tools of a request.</summary>
internal sealed record ToolOffer
{
    /// <summary>No tools.</summary>
    public static ToolOffer None { get; } = new();

    /// <summary>What the template is given; null where no tools are offered.</summary>
    public TemplateValue? Tools { get; init; }

    /// <summary>How calls are written.</summary>
    public ToolCallFormat? Format { get; init; }

    /// <summary>Which calls are allowed.</summary>
    public ToolCallsSource? Calls { get; init; }

    /// <summary>Whether an answer must keep to <see cref="Calls"/> also where it need not be of a format.</summary>
    public bool IsStrict { get; init; }
}
