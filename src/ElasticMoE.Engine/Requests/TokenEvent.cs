using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Engine.Requests;

/// <summary>A sequence got its next token. Each position is reported once, in order.</summary>
public readonly record struct TokenEvent
{
    /// <summary>Whose token.</summary>
    public required SequenceId Sequence { get; init; }

    /// <summary>Its place in the sequence; the prompt's first token has 0.</summary>
    public required int Position { get; init; }

    /// <summary>The token, stop ids included.</summary>
    public required int Id { get; init; }

    /// <summary>Natural logarithm of its probability; NaN where the request asked for no logprobs.</summary>
    public required double Logprob { get; init; }

    /// <summary>The most likely tokens, highest first, as many as asked for; valid until the engine's next step.</summary>
    public required ReadOnlyMemory<TokenLogprob> Top { get; init; }

    /// <summary>The experts to which the row went from whose scores it was chosen; empty where the request didn't ask.</summary>
    public ReadOnlyMemory<ExpertId> Experts { get; init; }

    /// <summary>Text decided by this token: none while a character or a possible stop string is incomplete. Empty where the request asked for no text.</summary>
    public required string Text { get; init; }
}
