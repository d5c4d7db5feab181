namespace ElasticMoE.Contracts.Requests;

/// <summary>How busy a token service is.</summary>
public sealed record TokenServiceStatus
{
    /// <summary>Sequences under computation.</summary>
    public int Running { get; init; }

    /// <summary>Requests that wait for their first step, or for their next after a preemption.</summary>
    public int Waiting { get; init; }

    /// <summary>Blocks of the KV cache.</summary>
    public int CacheBlocks { get; init; }

    /// <summary>Blocks of the KV cache that no sequence holds.</summary>
    public int FreeBlocks { get; init; }

    /// <summary>Sequences that lost their blocks and were computed again, since the start.</summary>
    public long Preemptions { get; init; }

    /// <summary>Blocks that are kept for prompts which begin alike, whether sequences hold them or not.</summary>
    public int PrefixBlocks { get; init; }

    /// <summary>Positions that were taken from kept blocks instead of computed, since the start.</summary>
    public long PrefixTokens { get; init; }

    /// <summary>Steps taken since the start; while requests run, one that stands still is hung.</summary>
    public long Steps { get; init; }

    /// <summary>Why it takes no requests; null while it does.</summary>
    public string? Fault { get; init; }
}
