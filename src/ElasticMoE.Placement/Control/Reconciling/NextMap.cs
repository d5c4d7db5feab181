using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>A leader's maps, one after the other: what <see cref="MapBuilder"/> says, made anew where something has changed.</summary>
internal sealed class NextMap
{
    private readonly SortedDictionary<ExpertVersion, WantedReplicas> _built = [];
    private WantedReplicas[] _replicas = [];
    private NodeDescription[] _nodes = [];
    private ImmutableSortedDictionary<NodeId, NodeEntry>? _nodesOf;
    private SortedSet<ExpertVersion> _claimed = [];
    private bool _isFrozen;

    /// <summary>The next map.</summary>
    /// <returns>Null where it would say what the last one says.</returns>
    public ClusterMap? Make(ControlState state, Observed observed, ClusterMap? last, Epoch epoch)
    {
        BringUpToDate(state, observed);
        TakeNodes(state);
        RevisionVersions[] revisions = [.. state.Revisions.Values.Select(revision => revision.Versions)];
        ExpertTeam[] teams = [.. state.Teams.Select(team => ExpertTeam.Of(team.Key, team.Value))];
        bool isSame = last is not null && IsSame(last.Replicas, _replicas) && IsSame(last.Nodes, _nodes) && last.Revisions.SequenceEqual(revisions) && last.Teams.SequenceEqual(teams);
        return isSame ? null : new(epoch, _nodes, _replicas, revisions) { Teams = teams };
    }

    /// <summary>Notes of each node which of its replicas a map doesn't name.</summary>
    /// <param name="observed">The nodes.</param>
    /// <param name="map">The newest map.</param>
    /// <param name="changed">Versions that it has elsewhere than the one before.</param>
    /// <param name="nowMs">The leader's monotonic clock.</param>
    public static void NoteWithdrawals(Observed observed, ClusterMap map, IEnumerable<ExpertVersion> changed, long nowMs)
    {
        SortedSet<NodeId> nodes = observed.Index.Unnoted;
        foreach (ExpertVersion replica in changed)
            nodes.UnionWith(observed.HoldersOf(replica));
        foreach (NodeId node in nodes)
            observed.Nodes.GetValueOrDefault(node)?.NoteWithdrawals(node, replica => Find(map.Replicas, replica), new(map.Epoch, nowMs));
        nodes.Clear();
    }

    private void BringUpToDate(ControlState state, Observed observed)
    {
        SortedSet<ExpertVersion> stale = observed.Index.Stale, claimed = observed.Claimed();
        stale.UnionWith(claimed.Except(_claimed).Concat(_claimed.Except(claimed)).ToArray());
        if (_isFrozen != observed.IsFrozen)
            stale.UnionWith(state.LiveVersions);
        (_claimed, _isFrozen) = (claimed, observed.IsFrozen);
        bool isOther = false;
        foreach (ExpertVersion replica in stale)
            isOther |= Take(state, observed, replica);
        stale.Clear();
        if (isOther)
            _replicas = [.. _built.Values];
    }

    private bool Take(ControlState state, Observed observed, ExpertVersion replica)
    {
        if (!state.IsLive(replica))
            return _built.Remove(replica);
        WantedReplicas now = MapBuilder.Build(state, observed, replica);
        if (_built.TryGetValue(replica, out WantedReplicas? before) && before.Equals(now))
            return false;
        _built[replica] = now;
        return true;
    }

    private void TakeNodes(ControlState state)
    {
        if (_nodesOf == state.Nodes)
            return;
        _nodesOf = state.Nodes;
        NodeDescription[] nodes = [.. state.Nodes.Values.Select(node => node.Description)];
        _nodes = _nodes.SequenceEqual(nodes) ? _nodes : nodes;
    }

    private static bool IsSame<T>(IReadOnlyList<T> one, T[] other) => ReferenceEquals(one, other) || one.SequenceEqual(other);

    private static WantedReplicas? Find(IReadOnlyList<WantedReplicas> ascending, ExpertVersion replica)
    {
        int index = AscendingList.IndexOf(ascending, replica, static wanted => wanted.Replica);
        return index < 0 ? null : ascending[index];
    }
}
