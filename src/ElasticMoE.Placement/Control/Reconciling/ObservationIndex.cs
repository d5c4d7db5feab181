using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>
/// Who has what, what is wanted of whom, and what may have changed since whoever acts on it has last looked: in a large cluster that is little
/// from one look to the next. Each set is emptied by the one who reads it.
/// </summary>
internal sealed class ObservationIndex(Observed observed)
{
    private static readonly SortedDictionary<ExpertVersion, bool> s_none = [];

    private readonly SortedSet<NodeId> _touched = [];
    private readonly Dictionary<NodeId, ExpertVersion[]> _held = [];
    private readonly Dictionary<ExpertVersion, List<NodeId>> _holders = [];
    private readonly Dictionary<NodeId, SortedDictionary<ExpertVersion, bool>> _wanted = [];
    private ImmutableSortedDictionary<ExpertVersion, WantedReplicas> _wantedOf = ImmutableSortedDictionary<ExpertVersion, WantedReplicas>.Empty;
    private ImmutableSortedDictionary<NodeId, NodeEntry> _nodesOf = ImmutableSortedDictionary<NodeId, NodeEntry>.Empty;
    private ImmutableSortedDictionary<ExpertId, ExpertEntry> _expertsOf = ImmutableSortedDictionary<ExpertId, ExpertEntry>.Empty;

    /// <summary>Versions whose part of the map may be another.</summary>
    public SortedSet<ExpertVersion> Stale { get; } = [];

    /// <summary>Nodes that may have something to register.</summary>
    public SortedSet<NodeId> Unregistered { get; } = [];

    /// <summary>Nodes that may not have been told what is wanted of them.</summary>
    public SortedSet<NodeId> Unassigned { get; } = [];

    /// <summary>Nodes that may have something else than what is wanted of them.</summary>
    public SortedSet<NodeId> Unsettled { get; } = [];

    /// <summary>Nodes of whose replicas it isn't noted whether the newest map names them.</summary>
    public SortedSet<NodeId> Unnoted { get; } = [];

    /// <summary>Nodes with a replica that a takeover woke.</summary>
    public SortedSet<NodeId> TookOver { get; } = [];

    /// <summary>Something of a node is otherwise.</summary>
    public void Touch(NodeId node) => _touched.Add(node);

    /// <summary>Nodes that have a version in whatever phase, ascending; nodes that weren't heard of are taken to have what was wanted of them.</summary>
    public IReadOnlyList<NodeId> HoldersOf(ExpertVersion replica) => _holders.TryGetValue(replica, out List<NodeId>? nodes) ? nodes : [];

    /// <summary>What is wanted of a node, and whether awake.</summary>
    public SortedDictionary<ExpertVersion, bool> WantedOn(NodeId node) => _wanted.TryGetValue(node, out SortedDictionary<ExpertVersion, bool>? replicas) ? replicas : s_none;

    /// <summary>Takes in what has changed.</summary>
    public void Update(ControlState state)
    {
        if (_wantedOf != state.Wanted)
            TakeWanted(state.Wanted);
        if (_nodesOf != state.Nodes)
        {
            _touched.UnionWith(SortedDifference.Between(_nodesOf, state.Nodes));
            _nodesOf = state.Nodes;
        }
        if (_expertsOf != state.Experts)
            TakeExperts(state.Experts);
        foreach (NodeId node in _touched)
            Look(node);
        _touched.Clear();
    }

    private void TakeWanted(ImmutableSortedDictionary<ExpertVersion, WantedReplicas> now)
    {
        foreach (ExpertVersion replica in SortedDifference.Between(_wantedOf, now))
        {
            Stale.Add(replica);
            foreach (NodeId node in _wantedOf.TryGetValue(replica, out WantedReplicas? before) ? before.All : [])
            {
                _wanted[node].Remove(replica);
                _touched.Add(node);
            }
            foreach (NodeId node in now.TryGetValue(replica, out WantedReplicas? after) ? after.All : [])
            {
                if (!_wanted.TryGetValue(node, out SortedDictionary<ExpertVersion, bool>? replicas))
                    _wanted[node] = replicas = [];
                replicas[replica] = after!.Awake.Contains(node);
                _touched.Add(node);
            }
        }
        _wantedOf = now;
    }

    private void TakeExperts(ImmutableSortedDictionary<ExpertId, ExpertEntry> now)
    {
        foreach (ExpertId expert in SortedDifference.Between(_expertsOf, now))
        {
            foreach (VersionEntry live in _expertsOf.TryGetValue(expert, out ExpertEntry? before) ? before.Live : [])
                Stale.Add(new(expert, live.Version));
            foreach (VersionEntry live in now.TryGetValue(expert, out ExpertEntry? after) ? after.Live : [])
                Stale.Add(new(expert, live.Version));
        }
        _expertsOf = now;
    }

    private void Look(NodeId node)
    {
        NodeObservation? seen = observed.Nodes.GetValueOrDefault(node);
        ExpertVersion[] before = _held.GetValueOrDefault(node) ?? [];
        ExpertVersion[] now = seen is null ? [] : [.. seen.Held];
        Stale.UnionWith(before);
        Stale.UnionWith(now);
        if (!before.AsSpan().SequenceEqual(now))
            Hold(node, before, now);
        _held[node] = now;
        _ = seen?.HasTakenOver == true ? TookOver.Add(node) : TookOver.Remove(node);
        foreach (SortedSet<NodeId> reader in new[] { Unregistered, Unassigned, Unsettled, Unnoted })
            reader.Add(node);
    }

    private void Hold(NodeId node, ExpertVersion[] before, ExpertVersion[] now)
    {
        foreach (ExpertVersion left in before.Except(now))
        {
            _holders[left].Remove(node);
            if (_holders[left].Count == 0)
                _holders.Remove(left);
        }
        foreach (ExpertVersion come in now.Except(before))
        {
            if (!_holders.TryGetValue(come, out List<NodeId>? nodes))
                _holders[come] = nodes = [];
            nodes.Insert(~nodes.BinarySearch(node), node);
        }
    }
}
