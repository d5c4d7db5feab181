namespace ElasticMoE.Contracts.Requests;

/// <summary>Why a sequence ended.</summary>
public enum FinishReason
{
    /// <summary>A stop id or stop string.</summary>
    Stop,

    /// <summary>As many tokens as asked for, or as the context or cache holds.</summary>
    Length,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>It failed alone; the message says why.</summary>
    Error,
}
