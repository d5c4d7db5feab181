using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>A version's replica on a node.</summary>
/// <param name="Replica">Which weights.</param>
/// <param name="Node">Where.</param>
public readonly record struct ReplicaPlace(ExpertVersion Replica, NodeId Node) : IComparable<ReplicaPlace>
{
    /// <inheritdoc/>
    public int CompareTo(ReplicaPlace other)
    {
        int byReplica = Replica.CompareTo(other.Replica);
        return byReplica != 0 ? byReplica : Node.CompareTo(other.Node);
    }
}
