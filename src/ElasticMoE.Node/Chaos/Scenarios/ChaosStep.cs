namespace ElasticMoE.Node.Chaos.Scenarios;

/// <summary>One step of a scenario's round.</summary>
internal sealed record ChaosStep
{
    /// <summary>What is done.</summary>
    public required ChaosDeed Do { get; init; }

    /// <summary>To whom, as <see cref="Targets.MemberSelector"/> reads it.</summary>
    public string On { get; init; } = "";

    /// <summary>How long it lasts, ms.</summary>
    public int ForMs { get; init; }

    /// <summary>How long after the step before it, ms. The one before may still last.</summary>
    public int AfterMs { get; init; }
}
