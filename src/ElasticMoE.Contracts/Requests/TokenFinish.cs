namespace ElasticMoE.Contracts.Requests;

/// <summary>How an answer ended.</summary>
public sealed record TokenFinish
{
    /// <summary>Why.</summary>
    public required FinishReason Reason { get; init; }

    /// <summary>Set where the reason is an error.</summary>
    public RequestFailure? Failure { get; init; }

    /// <summary>The field at fault, where the request is invalid.</summary>
    public string? Subject { get; init; }

    /// <summary>One line, where the reason is an error.</summary>
    public string? Message { get; init; }

    /// <summary>Tokens of the prompt that need not be computed, since they were for another request.</summary>
    public int CachedTokens { get; init; }

    /// <summary>The answer failed, or never began.</summary>
    public static TokenFinish Error(RequestFailure failure, string message, string? subject = null) =>
        new() { Reason = FinishReason.Error, Failure = failure, Message = message, Subject = subject };
}
