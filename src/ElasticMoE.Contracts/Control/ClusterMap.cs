using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Contracts.Control;

/// <summary>
/// What routers work by: nodes and their addresses, where each version's replicas are, and which version each live revision has of each expert.
/// Immutable; a process swaps one reference to it.
/// </summary>
public sealed class ClusterMap
{
    private readonly SortedDictionary<Revision, ExpertMap> _maps = [];
    private ulong? _digest;

    /// <param name="epoch">The map's version.</param>
    /// <param name="nodes">Nodes that may be named, ascending.</param>
    /// <param name="replicas">Each live version's replicas that serve, ascending; one that serves nowhere is there with no nodes.</param>
    /// <param name="revisions">Live revisions, ascending; the last is the current one.</param>
    /// <exception cref="InputException">A revision has a version that is not there, or a placement names a node that is not.</exception>
    public ClusterMap(Epoch epoch, IReadOnlyList<NodeDescription> nodes, IReadOnlyList<WantedReplicas> replicas, IReadOnlyList<RevisionVersions> revisions)
    {
        (Epoch, Nodes, Replicas, Revisions) = (epoch, nodes, replicas, revisions);
        if (revisions.Count == 0)
            throw new InputException("cluster map", "it has no revision");
        var byVersion = replicas.ToDictionary(placed => placed.Replica);
        var known = nodes.Select(node => node.Node).ToHashSet();
        if (replicas.FirstOrDefault(placed => !AreKnown(placed.Awake, known) || !AreKnown(placed.Standbys, known)) is { } stranger)
            throw new InputException($"cluster map, expert {stranger.Replica}", "it is on a node that the map lacks");
        // A pruned expert has no version any more once its last sequence has ended; in the revisions' maps it is all the same, on no node.
        ExpertId[] experts = [.. replicas.Select(placed => placed.Replica.Expert).Concat(revisions.SelectMany(revision => revision.Pruned)).Distinct()];
        foreach (RevisionVersions revision in revisions)
        {
            _maps.Add(revision.Revision, new ExpertMap(epoch, experts.Select(expert => Of(revision, expert, byVersion)), mayBeNowhere: true)
            {
                Revision = revision.Revision,
                Pruned = revision.Pruned,
            });
        }
        ExpertMap.Link([.. _maps.Values]);
    }

    /// <summary>The map's version.</summary>
    public Epoch Epoch { get; }

    /// <summary>Nodes, ascending.</summary>
    public IReadOnlyList<NodeDescription> Nodes { get; }

    /// <summary>Each live version's replicas, ascending.</summary>
    public IReadOnlyList<WantedReplicas> Replicas { get; }

    /// <summary>Live revisions, ascending.</summary>
    public IReadOnlyList<RevisionVersions> Revisions { get; }

    /// <summary>Named sets of experts that requests may prefer, by name, ascending.</summary>
    public IReadOnlyList<ExpertTeam> Teams { get; init; } = [];

    /// <summary>The revision that new sequences are bound to.</summary>
    public Revision Current => Revisions[^1].Revision;

    /// <summary>A digest of all it says, equal where two maps say the same.</summary>
    public ulong Digest => _digest ??= MapDigest.Of(this);

    /// <summary>Where the experts of a revision are; null where the revision is no longer live.</summary>
    public ExpertMap? Of(Revision revision) => _maps.GetValueOrDefault(revision);

    private static bool AreKnown(IReadOnlyList<NodeId> nodes, HashSet<NodeId> known)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if (!known.Contains(nodes[i]))
                return false;
        }
        return true;
    }

    private static ExpertPlacement Of(RevisionVersions revision, ExpertId expert, Dictionary<ExpertVersion, WantedReplicas> byVersion)
    {
        if (revision.IsPruned(expert))
            return new(expert, [], []) { Version = revision.VersionOf(expert) };
        var replica = new ExpertVersion(expert, revision.VersionOf(expert));
        return byVersion.TryGetValue(replica, out WantedReplicas? placed)
            ? new(expert, placed.Awake, placed.Standbys) { Version = replica.Version }
            : throw new InputException($"cluster map, revision {revision.Revision}", $"it has expert {replica}, and the map lacks that version");
    }
}
