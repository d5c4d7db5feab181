using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>One version's replicas while a plan is drafted.</summary>
internal sealed class DraftReplicas(WantedReplicas wanted)
{
    public SortedSet<NodeId> Awake { get; } = [.. wanted.Awake];

    public SortedSet<NodeId> Standbys { get; } = [.. wanted.Standbys];

    public bool Has(NodeId node) => Awake.Contains(node) || Standbys.Contains(node);

    public WantedReplicas ToWanted() => new(wanted.Replica, [.. Awake], [.. Standbys]);
}
