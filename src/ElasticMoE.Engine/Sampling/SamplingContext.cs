using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Engine.Sampling;

/// <summary>All a choice depends on besides the logits. The drawn token's position is the number of tokens before it.</summary>
internal readonly ref struct SamplingContext
{
    public required SamplingOptions Options { get; init; }

    /// <summary>Prompt and output so far.</summary>
    public required ReadOnlySpan<int> Tokens { get; init; }

    public required int PromptLength { get; init; }

    public required ulong Seed { get; init; }

    public required uint Choice { get; init; }

    /// <summary>The ids that may be chosen, where a grammar says which.</summary>
    public AllowedIds Allowed { get; init; }
}
