namespace ElasticMoE.Placement.Planning;

/// <summary>What a plan can lose.</summary>
public sealed record Redundancy
{
    /// <summary>The widest of zone, host and node that has two values or more among the nodes.</summary>
    public required FailureDomainKind Domain { get; init; }

    /// <summary>Why redundancy is less than wanted, a line each; empty where it isn't.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Experts that lie in one domain alone, and should lie in two.</summary>
    public int Unprotected { get; init; }

    /// <summary>How many of them no plan could protect, for want of memory. <see cref="Unprotected"/> isn't above it where replicas have one size, each expert one awake replica, and nothing is pinned or cordoned.</summary>
    public int UnprotectedMin { get; init; }

    /// <summary>The domain with the most memory, by name; null where there is one domain.</summary>
    public required string? LargestDomain { get; init; }

    /// <summary>Whether every expert would have all its replicas and standbys again after losing <see cref="LargestDomain"/>, as far as memory goes.</summary>
    public required bool FitsAfterLargestLoss { get; init; }

    /// <summary>Whether status says DEGRADED.</summary>
    public bool IsDegraded => Reasons.Count > 0;
}
