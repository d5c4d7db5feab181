using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>A wanted placement under change: keeps budgets, pins and failure domains, and moves no replica that may stay.</summary>
public sealed partial class PlacementDraft
{
    private readonly ControlState _state;
    private readonly DecisionContext _context;
    private readonly FailureDomains _domains;
    private readonly AutoscalerSettings _settings;
    private readonly Dictionary<NodeId, long> _used;
    private readonly SortedDictionary<ExpertVersion, DraftReplicas> _touched = [];

    /// <param name="state">The wanted state that it starts from.</param>
    /// <param name="context">What else counts.</param>
    public PlacementDraft(ControlState state, DecisionContext context)
    {
        (_state, _context, _domains, _settings, _used) = (state, context, new(state), KnobTable.Read(state.Knobs).Autoscaler, new(state.Nodes.Count));
        foreach (NodeId node in state.Nodes.Keys)
            _used[node] = 0;
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            long bytes = state.BytesOf(wanted.Replica);
            Use(wanted.Awake, bytes);
            Use(wanted.Standbys, bytes);
        }
    }

    /// <summary>Each version whose replicas are wanted elsewhere than in the state, ascending.</summary>
    public IReadOnlyList<WantedReplicas> Changes =>
        [.. _touched.Select(pair => pair.Value.ToWanted()).Where(wanted => !wanted.Equals(_state.WantedOf(wanted.Replica)))];

    /// <summary>What stands in the draft.</summary>
    public WantedReplicas this[ExpertVersion replica] => _touched.TryGetValue(replica, out DraftReplicas? draft) ? draft.ToWanted() : _state.WantedOf(replica);

    /// <summary>Memory that a node would have left; negative where a plan given from outside takes too much.</summary>
    public long Free(NodeId node) => _state.Nodes[node].Description.BudgetBytes - _used[node];

    /// <summary>Whether a node may get something new.</summary>
    public bool IsOpen(NodeId node) => _state.Nodes.TryGetValue(node, out NodeEntry? entry) && !entry.IsCordoned && !_context.Lost.Contains(node);

    /// <summary>Sets a version's replicas as a plan says, whatever they were.</summary>
    public void Set(WantedReplicas wanted)
    {
        if (this[wanted.Replica].Equals(wanted))
            return;
        DraftReplicas draft = Draft(wanted.Replica);
        foreach (NodeId node in draft.Awake.Concat(draft.Standbys).ToArray())
            Remove(wanted.Replica, node);
        foreach (NodeId node in wanted.Awake)
            Add(wanted.Replica, node, awake: true);
        foreach (NodeId node in wanted.Standbys)
            Add(wanted.Replica, node, awake: false);
    }

    /// <summary>Adds a replica; one that is there becomes awake or a standby.</summary>
    public void Add(ExpertVersion replica, NodeId node, bool awake)
    {
        Remove(replica, node);
        DraftReplicas draft = Draft(replica);
        (awake ? draft.Awake : draft.Standbys).Add(node);
        if (_used.ContainsKey(node))
            _used[node] += _state.BytesOf(replica);
    }

    /// <summary>Takes a replica away.</summary>
    public void Remove(ExpertVersion replica, NodeId node)
    {
        DraftReplicas draft = Draft(replica);
        if ((draft.Awake.Remove(node) || draft.Standbys.Remove(node)) && _used.ContainsKey(node))
            _used[node] -= _state.BytesOf(replica);
    }

    private void Use(IReadOnlyList<NodeId> nodes, long bytes)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if (_used.TryGetValue(nodes[i], out long used))
                _used[nodes[i]] = used + bytes;
        }
    }

    private DraftReplicas Draft(ExpertVersion replica)
    {
        if (!_touched.TryGetValue(replica, out DraftReplicas? draft))
            _touched[replica] = draft = new(_state.WantedOf(replica));
        return draft;
    }

    private bool Fits(ExpertVersion replica, NodeId node) => Free(node) >= _state.BytesOf(replica);

    /// <summary>Share of its memory that a node has left; none where the node is gone.</summary>
    private double FreeShare(NodeId node) => _state.Nodes.TryGetValue(node, out NodeEntry? entry) ? (double)Free(node) / Math.Max(1, entry.Description.BudgetBytes) : 0;
}
