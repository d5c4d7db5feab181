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
        (NodeDescription[] nodes, NodeId[] nodesGone) = Difference(from.Nodes, to.Nodes, node => node.Node);
        (WantedReplicas[] replicas, ExpertVersion[] replicasGone) = Difference(from.Replicas, to.Replicas, placed => placed.Replica);
        return new(from.Epoch, to.Epoch, nodes, nodesGone, replicas, replicasGone, to.Revisions, to.Digest)
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
        try
        {
            NodeDescription[] nodes = Merge(from.Nodes, NodesGone, Nodes, node => node.Node);
            WantedReplicas[] replicas = Merge(from.Replicas, ReplicasGone, Replicas, placed => placed.Replica);
            var map = new ClusterMap(To, nodes, replicas, Revisions) { Teams = Teams ?? from.Teams };
            return map.Digest == Digest ? map : null;
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>What of a list in ascending order is new or other in a second one, and what that lacks. What stays is mostly the very same object.</summary>
    private static (T[] Changed, TKey[] Gone) Difference<T, TKey>(IReadOnlyList<T> from, IReadOnlyList<T> to, Func<T, TKey> keyOf)
        where T : class
        where TKey : IComparable<TKey>
    {
        (List<T> changed, List<TKey> gone) = ([], []);
        int at = 0;
        foreach (T next in to)
        {
            TKey key = keyOf(next);
            for (; at < from.Count && keyOf(from[at]).CompareTo(key) < 0; at++)
                gone.Add(keyOf(from[at]));
            bool isKnown = at < from.Count && keyOf(from[at]).CompareTo(key) == 0;
            if (!isKnown || !(ReferenceEquals(from[at], next) || from[at].Equals(next)))
                changed.Add(next);
            at += isKnown ? 1 : 0;
        }
        for (; at < from.Count; at++)
            gone.Add(keyOf(from[at]));
        return ([.. changed], [.. gone]);
    }

    /// <summary>A list in ascending order without what is gone, and with what is changed.</summary>
    private static T[] Merge<T, TKey>(IReadOnlyList<T> from, IReadOnlyList<TKey> gone, IReadOnlyList<T> changed, Func<T, TKey> keyOf)
        where TKey : IComparable<TKey>
    {
        var merged = new List<T>(from.Count + changed.Count);
        (int goneAt, int changedAt) = (0, 0);
        foreach (T known in from)
        {
            TKey key = keyOf(known);
            for (; changedAt < changed.Count && keyOf(changed[changedAt]).CompareTo(key) < 0; changedAt++)
                merged.Add(changed[changedAt]);
            while (goneAt < gone.Count && gone[goneAt].CompareTo(key) < 0)
                goneAt++;
            bool isChanged = changedAt < changed.Count && keyOf(changed[changedAt]).CompareTo(key) == 0;
            if (isChanged)
                merged.Add(changed[changedAt++]);
            else if (goneAt >= gone.Count || gone[goneAt].CompareTo(key) != 0)
                merged.Add(known);
        }
        for (; changedAt < changed.Count; changedAt++)
            merged.Add(changed[changedAt]);
        return [.. merged];
    }
}
