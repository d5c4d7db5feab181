using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What the leader decides by itself, from what it sees: events for one append. Each step works on the state that the ones before it left.</summary>
internal sealed partial class Proposals
{
    private readonly Observed _observed;
    private readonly Membership _membership;
    private readonly SupervisorMemory _memory;
    private readonly long _nowMs;
    private readonly List<ControlEvent> _events = [];
    private ControlState _state;
    private DecisionContext _context;

    private Proposals(ControlState state, Observed observed, Membership membership, SupervisorMemory memory, long nowMs)
    {
        (_state, _observed, _membership, _memory, _nowMs) = (state, observed, membership, memory, nowMs);
        _context = new(membership.Lost, membership.IsFrozen, memory.Load);
    }

    /// <summary>Events, perhaps none.</summary>
    public static IReadOnlyList<ControlEvent> Collect(ControlState state, Observed observed, Membership membership, SupervisorMemory memory, long nowMs)
    {
        var proposals = new Proposals(state, observed, membership, memory, nowMs);
        proposals.Form();
        if (proposals._state.Model is null)
            return proposals._events;
        proposals.Register();
        proposals.Remove();
        proposals.Ratify();
        proposals.ServeUnreached();
        proposals.Restore();
        proposals.Trim();
        proposals.SwitchRevisions();
        proposals.RetireRevisions();
        proposals.EndOperations();
        return proposals._events;
    }

    private void Form()
    {
        if (_state.Model is null && _memory.Model is { } model)
            Add(new ControlEvent.ClusterFormed(model));
    }

    private void Register()
    {
        foreach (NodeId node in _observed.Index.Unregistered.ToArray())
        {
            if (!_observed.Nodes.TryGetValue(node, out NodeObservation? seen) || seen is not { IsConnected: true, Description: { } description })
                _observed.Index.Unregistered.Remove(node);
            else if (!_state.Nodes.TryGetValue(node, out NodeEntry? known) || known.Description with { Identity = description.Identity } != description)
                Add(new ControlEvent.NodeRegistered(description));
            else if (known.Description.Identity != description.Identity)
                Add(new ControlEvent.IncarnationSeen(description.Identity));
            else
                _observed.Index.Unregistered.Remove(node);
        }
    }

    private void Remove()
    {
        foreach (NodeId node in _membership.Removable)
            Add(new ControlEvent.NodeRemoved(node, "the leader lost it and routers miss it too"));
    }

    /// <summary>
    /// A standby that a router woke is wanted awake. What isn't wanted there at all is, if it has room. An expert that is wanted asleep isn't: its
    /// standby serves warm, its node lets it sleep again, and the autoscaler wakes it for good when its load says so.
    /// </summary>
    private void Ratify()
    {
        foreach (NodeId node in _observed.Index.TookOver)
        {
            NodeObservation seen = _observed.Nodes[node];
            if (!_state.Nodes.ContainsKey(node))
                continue;
            foreach (ReplicaReport replica in seen.Report?.Replicas ?? [])
            {
                if (!replica.TookOver || replica.Phase != ReplicaPhase.Awake || !_state.IsNeeded(replica.Replica))
                    continue;
                WantedReplicas wanted = _state.WantedOf(replica.Replica);
                if (wanted.Awake.Count == 0 && _state.Experts[replica.Replica.Expert].Replicas == 0)
                    continue;
                bool isStandby = wanted.Standbys.Contains(node);
                if (isStandby || (!wanted.Awake.Contains(node) && new PlacementDraft(_state, _context).Free(node) >= _state.BytesOf(replica.Replica)))
                    Add(new ControlEvent.TakeoverRatified(replica.Replica, node));
            }
        }
    }

    private void Add(ControlEvent one)
    {
        _events.Add(one);
        _state = _state.Apply(one);
    }

    private void AddPlacement(PlacementDraft draft, string cause)
    {
        IReadOnlyList<WantedReplicas> changes = draft.Changes;
        if (changes.Count > 0)
            Add(new ControlEvent.PlacementChanged(_state.LastChange + 1, 0, cause, changes));
    }
}
