using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>What the autoscaler remembers between decisions. Immutable.</summary>
public sealed record AutoscalerState
{
    /// <summary>Every expert, by layer and index, each once.</summary>
    public required IReadOnlyList<ExpertScale> Experts { get; init; }

    /// <summary>When it last decided; null: not yet.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>All experts with one awake replica, nothing known of their load.</summary>
    public static AutoscalerState Begin(IEnumerable<ExpertId> experts) => new() { Experts = [.. experts.Distinct().Order().Select(expert => new ExpertScale(expert))] };
}
