using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>Where the replicas of one version of an expert are wanted.</summary>
/// <param name="Replica">Which weights.</param>
/// <param name="Awake">Nodes with an awake replica, ascending.</param>
/// <param name="Standbys">Nodes with a standby, ascending, none of them in <paramref name="Awake"/>.</param>
public sealed record WantedReplicas(ExpertVersion Replica, IReadOnlyList<NodeId> Awake, IReadOnlyList<NodeId> Standbys)
{
    /// <summary>Whether it is wanted nowhere.</summary>
    public bool IsNowhere => Awake.Count + Standbys.Count == 0;

    /// <summary>Every node, awake ones first.</summary>
    public IEnumerable<NodeId> All => Awake.Concat(Standbys);

    /// <inheritdoc/>
    public bool Equals(WantedReplicas? other) =>
        ReferenceEquals(this, other) || (other is not null && Replica == other.Replica && Awake.SequenceEqual(other.Awake) && Standbys.SequenceEqual(other.Standbys));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Replica, Awake.Count, Standbys.Count);
}
