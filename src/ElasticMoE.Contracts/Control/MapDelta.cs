using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Contracts.Control;

/// <summary>What changes from one map to a newer one, as routers get it.</summary>
/// <param name="From">The map it applies to.</param>
/// <param name="To">The map it makes.</param>
/// <param name="Nodes">Nodes that are new or described differently, ascending.</param>
/// <param name="NodesGone">Nodes that the newer map lacks, ascending.</param>
/// <param name="Replicas">Versions whose replicas differ, ascending.</param>
/// <param name="ReplicasGone">Versions that the newer map lacks, ascending.</param>
/// <param name="Revisions">All live revisions of the newer map; they are few.</param>
/// <param name="Digest">The newer map's <see cref="ClusterMap.Digest"/>.</param>
public sealed record MapDelta(
    Epoch From,
    Epoch To,
    IReadOnlyList<NodeDescription> Nodes,
    IReadOnlyList<NodeId> NodesGone,
    IReadOnlyList<WantedReplicas> Replicas,
    IReadOnlyList<ExpertVersion> ReplicasGone,
    IReadOnlyList<RevisionVersions> Revisions,
    ulong Digest)
{
    /// <summary>All teams of the newer map; null where they are the same.</summary>
    public IReadOnlyList<ExpertTeam>? Teams { get; init; }

    /// <summary>What leads from one map to a newer one.</summary>
    public static MapDelta Between(ClusterMap from, ClusterMap to)
    {
        var nodes = from.Nodes.ToDictionary(node => node.Node);
        var replicas = from.Replicas.ToDictionary(placed => placed.Replica);
        return new(
            from.Epoch,
            to.Epoch,
            [.. to.Nodes.Where(node => !nodes.TryGetValue(node.Node, out NodeDescription? known) || known != node)],
            [.. from.Nodes.Select(node => node.Node).Except(to.Nodes.Select(node => node.Node))],
            [.. to.Replicas.Where(placed => !replicas.TryGetValue(placed.Replica, out WantedReplicas? known) || !known.Equals(placed))],
            [.. from.Replicas.Select(placed => placed.Replica).Except(to.Replicas.Select(placed => placed.Replica))],
            to.Revisions,
            to.Digest)
        {
            Teams = from.Teams.SequenceEqual(to.Teams) ? null : to.Teams,
        };
    }

    /// <summary>The newer map.</summary>
    /// <returns>Null where the delta is for another map or leads to one of another digest: then the router asks for the whole map.</returns>
    public ClusterMap? Apply(ClusterMap from)
    {
        if (from.Epoch != From)
            return null;
        var nodes = new SortedDictionary<NodeId, NodeDescription>(from.Nodes.ToDictionary(node => node.Node));
        var replicas = new SortedDictionary<ExpertVersion, WantedReplicas>(from.Replicas.ToDictionary(placed => placed.Replica));
        foreach (NodeId node in NodesGone)
            nodes.Remove(node);
        foreach (NodeDescription node in Nodes)
            nodes[node.Node] = node;
        foreach (ExpertVersion replica in ReplicasGone)
            replicas.Remove(replica);
        foreach (WantedReplicas placed in Replicas)
            replicas[placed.Replica] = placed;
        try
        {
            var map = new ClusterMap(To, [.. nodes.Values], [.. replicas.Values], Revisions) { Teams = Teams ?? from.Teams };
            return map.Digest == Digest ? map : null;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
