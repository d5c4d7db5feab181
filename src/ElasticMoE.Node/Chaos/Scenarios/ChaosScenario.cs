namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>
/// A scenario. Its steady state is always the same: all members run, every expert has its standby, and as many clients as the load says get answers. Rounds of steps follow, and after each
/// the cluster must be whole again before the next.
/// </summary>
internal sealed record ChaosScenario
{
    public required string Name { get; init; }

    /// <summary>What happens, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>Rounds where nothing else is said.</summary>
    public int Rounds { get; set; } = 3;

    /// <summary>Time between a whole cluster and the next round, ms.</summary>
    public int SettleMs { get; set; } = 1_000;

    /// <summary>What each round does.</summary>
    public required IReadOnlyList<ChaosStep> Steps { get; init; }

    public ChaosHypothesis Hypothesis { get; set; } = new();

    public ChaosAbort Abort { get; set; } = new();
}
