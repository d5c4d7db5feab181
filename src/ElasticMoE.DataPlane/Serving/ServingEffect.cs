using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>What a node's serving side wants done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Work">For which work; null for a report.</param>
public readonly record struct ServingEffect(ServingEffectKind Kind, ServingWork? Work)
{
    /// <summary>Report: the expert.</summary>
    public ExpertId Expert { get; init; }

    /// <summary>SendFailed: why.</summary>
    public FailedPayload Failure { get; init; }
}
