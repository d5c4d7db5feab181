using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.Node.Hosting;

/// <summary>What a node's replicas want done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Replica">For which; default where it is none's.</param>
internal readonly record struct HostingEffect(HostingEffectKind Kind, ExpertVersion Replica = default)
{
    /// <summary>Fetch, Load: what the bytes must hash to; null for the model's own.</summary>
    public ContentDigest? Content { get; init; }

    /// <summary>Fetch: nodes that have the bytes, best first.</summary>
    public IReadOnlyList<NodeId>? Peers { get; init; }

    /// <summary>Save: what to remember.</summary>
    public IReadOnlyList<HeldReplica>? Assignment { get; init; }
}
