namespace ElasticMoE.Node.Reports;

/// <summary>One reference case under one policy, as `emoe placement verify` shows it.</summary>
internal sealed record PlacementCaseReport
{
    public required string Name { get; init; }

    public required string Policy { get; init; }

    /// <summary>Whether every layer is at least as even as the reference, our own greedy plan has the reference's figures, and no layer of few experts could be more even.</summary>
    public required bool Holds { get; init; }

    /// <summary>By layer: mean device load / largest device load.</summary>
    public required IReadOnlyList<double> Balancedness { get; init; }

    /// <summary>By layer: no plan is above it.</summary>
    public required IReadOnlyList<double> UpperBound { get; init; }

    /// <summary>By layer: upper bound − balancedness.</summary>
    public required IReadOnlyList<double> Gap { get; init; }

    /// <summary>By layer: the reference's figure.</summary>
    public required IReadOnlyList<double> Reference { get; init; }

    /// <summary>By layer: our own greedy plan's, which has to be the reference's.</summary>
    public required IReadOnlyList<double> Greedy { get; init; }

    /// <summary>What doesn't hold, a line each.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}
