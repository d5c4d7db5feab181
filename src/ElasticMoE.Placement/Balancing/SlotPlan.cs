namespace ElasticMoE.Placement.Balancing;

/// <summary>Which experts' replicas each device holds.</summary>
public sealed record SlotPlan
{
    /// <summary>By device, the expert in each of its slots.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Devices { get; init; }

    /// <summary>Mean device load / largest device load, a replicated expert's load split evenly over its replicas. 1 where there is no load.</summary>
    public required double Balancedness { get; init; }

    /// <summary>No plan of the problem under its policy is more even than this.</summary>
    public required double UpperBound { get; init; }

    /// <summary>How far it may be from the best, at most.</summary>
    public double Gap => UpperBound - Balancedness;

    /// <summary>Whether no plan is more even by more than a millionth.</summary>
    public bool IsOptimal => Gap <= 1e-6;
}
