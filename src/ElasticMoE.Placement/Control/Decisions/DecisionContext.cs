using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>What a decision takes into account besides the wanted state.</summary>
/// <param name="Lost">Nodes that count and that the leader doesn't reach: they get nothing new.</param>
/// <param name="IsFrozen">Whether nothing may be evicted, moved or put to sleep.</param>
/// <param name="Load">Rows a second of each expert that has any.</param>
public sealed record DecisionContext(ImmutableSortedSet<NodeId> Lost, bool IsFrozen, ImmutableSortedDictionary<ExpertId, double> Load)
{
    /// <summary>Every node is reached, and nothing known of the load.</summary>
    public static DecisionContext Healthy { get; } = new([], false, ImmutableSortedDictionary<ExpertId, double>.Empty);
}
