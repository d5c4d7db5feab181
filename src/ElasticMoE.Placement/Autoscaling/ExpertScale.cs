using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>What the autoscaler knows and wants of one expert. Rows are decayed sums: those of time t ago count exp(−t / time constant).</summary>
/// <param name="Expert">The expert.</param>
public sealed record ExpertScale(ExpertId Expert)
{
    /// <summary>Awake replicas that are wanted; 0: it sleeps.</summary>
    public int Awake { get; init; } = 1;

    /// <summary>Within what is decided about it; null: freely.</summary>
    public ScaleBounds? Bounds { get; init; }

    /// <summary>Rows within the slow average's time.</summary>
    public double SlowRows { get; init; }

    /// <summary>Rows within the fast average's time.</summary>
    public double FastRows { get; init; }

    /// <summary>By how much its share of the layer's choices grows, times fair a second.</summary>
    public double TrendPerS { get; init; }

    /// <summary>Since when it has been below what its present number of replicas needs; null where it isn't.</summary>
    public DateTimeOffset? BelowSince { get; init; }

    /// <summary>When a row last chose it; null: never.</summary>
    public DateTimeOffset? LastRowAt { get; init; }

    /// <summary>When it last fell asleep; null: never.</summary>
    public DateTimeOffset? SleptAt { get; init; }

    /// <summary>How often its time to sleep has been doubled because it was needed again too soon.</summary>
    public int FlapDoublings { get; init; }
}
