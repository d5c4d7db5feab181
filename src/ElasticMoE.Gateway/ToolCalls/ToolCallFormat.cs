using ElasticMoE.Engine.Grammars.Tools;

namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>How a model's chat template has calls written: between two markers, in one of a few notations.</summary>
/// <param name="Begin">What calls begin with.</param>
/// <param name="End">What they end with; empty where they go on to the end of the text.</param>
/// <param name="Parse">The calls in what stands between; null where it holds none.</param>
internal sealed record ToolCallFormat(string Begin, string End, Func<string, IReadOnlyList<ToolCall>?> Parse)
{
    /// <summary>How calls are written where a grammar has them written.</summary>
    public ToolNotation Notation { get; init; }

    private static readonly ToolCallFormat[] s_known =
    [
        new("<tool_call>", "</tool_call>", TaggedCall.Parse),
        new("[TOOL_CALLS]", "", ListedCalls.Parse) { Notation = ToolNotation.Listed },
        new("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", FencedCalls.Parse) { Notation = ToolNotation.Separated },
        new("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", FencedCalls.Parse) { Notation = ToolNotation.Fenced },
    ];

    /// <summary>The format that a template's source shows, or null where it shows none.</summary>
    public static ToolCallFormat? Of(string template) => s_known.FirstOrDefault(format =>
        template.Contains(format.Begin, StringComparison.Ordinal)
        && (format.Notation != ToolNotation.Separated || !template.Contains("```json", StringComparison.Ordinal)));
}
