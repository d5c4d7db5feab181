using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.Engine.Requests;

/// <summary>A sequence ended; nothing follows. It comes after the sequence's last token.</summary>
public readonly record struct FinishEvent
{
    /// <summary>Which one.</summary>
    public required SequenceId Sequence { get; init; }

    /// <summary>Why.</summary>
    public required FinishReason Reason { get; init; }

    /// <summary>Whose fault it was, where the reason is an error.</summary>
    public RequestFailure? Failure { get; init; }

    /// <summary>One line, where the reason is an error.</summary>
    public string? Message { get; init; }

    /// <summary>The stop string, where one was found.</summary>
    public string? StopString { get; init; }

    /// <summary>Tokens of the output.</summary>
    public required int OutputLength { get; init; }

    /// <summary>Tokens of the prompt that were in the KV cache already.</summary>
    public int CachedTokens { get; init; }
}
