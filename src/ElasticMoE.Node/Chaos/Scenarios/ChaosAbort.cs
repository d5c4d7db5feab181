namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>When a run stops itself: the hypothesis is refuted, and going on would only do harm.</summary>
internal sealed record ChaosAbort
{
    /// <summary>More failed requests than that.</summary>
    public int FailedRequests { get; set; } = 10;

    /// <summary>A stream without a token for so long, ms.</summary>
    public int SilenceMs { get; set; } = 20_000;

    /// <summary>A cluster that isn't whole again for so long after a fault, s.</summary>
    public double RecoverySeconds { get; set; } = 90;
}
