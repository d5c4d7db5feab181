using ElasticMoE.Node.Chaos.Reports;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>How a scenario is run.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Clients at once.</summary>
    public required int Streams { get; init; }

    /// <summary>Tokens of each answer.</summary>
    public required int Tokens { get; init; }

    /// <summary>Draws questions and whose turn is first.</summary>
    public required int Seed { get; init; }

    /// <summary>How long throughput is measured after the last fault; before the first, for twice as long.</summary>
    public required TimeSpan Steady { get; init; }

    /// <summary>Rounds of faults; null for the scenario's, or for as many as fit into the duration.</summary>
    public int? Rounds { get; init; }

    /// <summary>How long rounds are begun; null for no limit but their number.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Who is hit, in the place of whom the scenario says; null for him.</summary>
    public string? Target { get; init; }

    /// <summary>Runs whose throughput is judged with this one's.</summary>
    public IReadOnlyList<ChaosThroughput> Earlier { get; init; } = [];

    /// <summary>The command line, for the report.</summary>
    public required string Command { get; init; }
}
