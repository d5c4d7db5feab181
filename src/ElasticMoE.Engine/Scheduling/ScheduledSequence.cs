namespace ElasticMoE.Engine.Scheduling;

/// <summary>What the scheduler knows of a sequence: lengths only. Its blocks, shared ones among them, are those its computed positions take.</summary>
internal sealed class ScheduledSequence
{
    public ScheduledSequence(long arrival, int knownTokens) => (Arrival, KnownTokens) = (arrival, knownTokens);

    /// <summary>Rises from request to request.</summary>
    public long Arrival { get; }

    /// <summary>Tokens of prompt and output.</summary>
    public int KnownTokens { get; set; }

    /// <summary>Positions that are in the KV cache; 0 again after a preemption.</summary>
    public int Computed { get; set; }

    /// <summary>Steps in a row that computed none of its tokens.</summary>
    public int ParkedSteps { get; set; }

    /// <summary>When the first of those began, in the milliseconds that steps are planned by.</summary>
    public long ParkedSinceMs { get; set; }

    /// <summary>Steps that begin before this pass without it.</summary>
    public long RestsUntilMs { get; set; }

    /// <summary>Tokens to compute before the next one can be sampled.</summary>
    public int Pending => KnownTokens - Computed;

    /// <summary>One token behind the last: the steady state of an answer.</summary>
    public bool Decodes => Pending == 1;
}
