using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

public sealed partial class PlacementDraft
{
    /// <summary>
    /// Gives a version as many awake replicas as are asked for, or all it can have, and one standby in another failure domain. What is on a node
    /// that is gone or drains goes elsewhere; what may stay stays.
    /// </summary>
    /// <returns>The first replica that has no place; null where all have.</returns>
    public Shortage? Settle(ExpertVersion replica, int awake)
    {
        if (awake == 1 && _settings.StandbysAwake == 1 && IsPlain(replica))
            return null;
        LeaveNodes(replica);
        Shortage? pinned = KeepPins(replica);
        Shortage? shortage = SetAwake(replica, awake);
        return pinned ?? SetStandby(replica) ?? shortage;
    }

    /// <summary>Gives a version its awake replicas alone.</summary>
    /// <returns>The first that has no place.</returns>
    public Shortage? SetAwake(ExpertVersion replica, int count)
    {
        DraftReplicas draft = Draft(replica);
        while (draft.Awake.Count < count)
        {
            // A standby wakes in no time; weights travel only where there is none.
            if (draft.Standbys.Where(IsServing).OrderByDescending(FreeShare).FirstOrNull() is { } standby)
                Add(replica, standby, awake: true);
            else if (Place(replica) is { } node)
                Add(replica, node, awake: true);
            else
                return Short(replica);
        }
        while (draft.Awake.Count > count && draft.Awake.Where(node => !IsPinned(replica, node, awake: true)).OrderBy(IsServing).ThenBy(FreeShare).FirstOrNull() is { } tired)
            Add(replica, tired, awake: false);
        return null;
    }

    /// <summary>Gives a version one standby in another failure domain than one of its awake replicas, further ones where the knobs ask for them and there is room, and no more.</summary>
    /// <returns>The standby that has no place.</returns>
    public Shortage? SetStandby(ExpertVersion replica)
    {
        DraftReplicas draft = Draft(replica);
        Shortage? shortage = null;
        if (!draft.Standbys.Any(node => IsServing(node) && IsApart(replica, node)))
        {
            bool isNeeded = !draft.Standbys.Any(IsServing);
            NodeId? apart = Place(replica, node => IsApart(replica, node));
            if ((apart ?? (isNeeded ? Place(replica) : null)) is { } node)
                Add(replica, node, awake: false);
            else if (isNeeded && (draft.Awake.Count == 0 || _state.Nodes.Keys.Any(node => IsOpen(node) && !draft.Has(node))))
                shortage = Short(replica);
        }
        int count = draft.Awake.Count == 0 ? _settings.StandbysAsleep : _settings.StandbysAwake;
        while (draft.Standbys.Count < count && Place(replica) is { } further)
            Add(replica, further, awake: false);
        while (draft.Standbys.Count > Math.Max(1, count) && Superfluous(replica) is { } node)
            Remove(replica, node);
        return shortage;
    }

    /// <summary>Whether a version has no standby in another failure domain and could have one.</summary>
    public bool CouldBeSafer(ExpertVersion replica) =>
        !IsPlain(replica) && !Draft(replica).Standbys.Any(node => IsServing(node) && IsApart(replica, node)) && Place(replica, node => IsApart(replica, node)) is not null;

    /// <summary>Whether a version is as the state has it, and there has what nearly every one has nearly always: an awake replica and a standby, on nodes that stay, in two domains, and no pins.</summary>
    public bool IsPlain(ExpertVersion replica) =>
        !_touched.ContainsKey(replica) && _state.Experts[replica.Expert].Pins.IsEmpty && _state.WantedOf(replica) is { Awake: [NodeId awake], Standbys: [NodeId standby] }
        && IsServing(standby) && _state.Nodes.TryGetValue(awake, out NodeEntry? entry) && !entry.IsDraining && _domains.Of(awake) != _domains.Of(standby);

    /// <summary>Lets standbys of experts with little load go, on one node, until a version fits there; each has an awake replica elsewhere.</summary>
    /// <returns>The node; null where that isn't enough on any.</returns>
    public NodeId? MakeRoom(ExpertVersion replica)
    {
        DraftReplicas draft = Draft(replica);
        return _state.Nodes.Keys.Where(node => IsOpen(node) && !draft.Has(node)).OrderByDescending(FreeShare).Where(node => MakeRoom(replica, node)).FirstOrNull();
    }

    /// <summary>The same on one node.</summary>
    /// <returns>Whether the version fits there now.</returns>
    public bool MakeRoom(ExpertVersion replica, NodeId node)
    {
        ExpertVersion[] spare = [.. _state.LiveVersions.Where(other => IsSpare(other, node)).OrderBy(other => _context.Load.GetValueOrDefault(other.Expert))];
        if (Free(node) + spare.Sum(_state.BytesOf) < _state.BytesOf(replica))
            return false;
        for (int i = 0; !Fits(replica, node); i++)
            Remove(spare[i], node);
        return true;
    }

    private bool IsSpare(ExpertVersion replica, NodeId node)
    {
        WantedReplicas wanted = this[replica];
        return wanted.Standbys.Contains(node) && wanted.Awake.Any(IsServing) && !IsPinned(replica, node, awake: false);
    }

    private void LeaveNodes(ExpertVersion replica)
    {
        foreach (NodeId node in this[replica].All.Where(node => !_state.Nodes.TryGetValue(node, out var entry) || entry.IsDraining).ToArray())
            Remove(replica, node);
    }

    private Shortage? KeepPins(ExpertVersion replica)
    {
        Shortage? shortage = null;
        foreach ((NodeId node, bool awake) in _state.Experts[replica.Expert].Pins)
        {
            DraftReplicas draft = Draft(replica);
            if (!_state.Nodes.ContainsKey(node) || (awake ? draft.Awake.Contains(node) : draft.Has(node)))
                continue;
            if (draft.Has(node) || Fits(replica, node))
                Add(replica, node, awake);
            else
                shortage = new(replica, node, _state.BytesOf(replica) - Free(node));
        }
        return shortage;
    }

    /// <summary>The open node with the largest share of its memory free, in a domain of its own first.</summary>
    private NodeId? Place(ExpertVersion replica, Func<NodeId, bool>? condition = null)
    {
        DraftReplicas draft = Draft(replica);
        long bytes = _state.BytesOf(replica);
        NodeId? best = null;
        (bool IsApart, double Share, int Turn) first = default;
        foreach ((NodeId node, NodeEntry entry) in _state.Nodes)
        {
            long budget = entry.Description.BudgetBytes, free = budget - _used[node];
            if (entry.IsCordoned || free < bytes || draft.Has(node) || _context.Lost.Contains(node) || condition?.Invoke(node) == false)
                continue;
            (bool IsApart, double Share, int Turn) rank = (IsApart(replica, node), (double)free / Math.Max(1, budget),
                -((node.Value - replica.Expert.Index - replica.Expert.Layer + Contracts.Limits.NodesMax) % Math.Max(1, _state.Nodes.Count)));
            if (best is null || rank.CompareTo(first) > 0)
                (best, first) = (node, rank);
        }
        return best;
    }

    private NodeId? Superfluous(ExpertVersion replica)
    {
        DraftReplicas draft = Draft(replica);
        int apart = draft.Standbys.Count(node => IsServing(node) && IsApart(replica, node));
        return draft.Standbys
            .Where(node => !IsPinned(replica, node, awake: false) && (apart > 1 || !(IsServing(node) && IsApart(replica, node))))
            .OrderBy(IsServing).ThenBy(node => IsApart(replica, node)).ThenBy(node => _state.Nodes.ContainsKey(node) ? FreeShare(node) : 0)
            .FirstOrNull();
    }

    /// <summary>Whether the node is in another failure domain than one of the awake replicas; where none is awake, than one of the other standbys; where there is none, any node is.</summary>
    private bool IsApart(ExpertVersion replica, NodeId node)
    {
        // A standby may still be wanted where the node no longer counts.
        if (!_state.Nodes.ContainsKey(node))
            return false;
        DraftReplicas draft = Draft(replica);
        if (_domains.Of(node) is not { } domain)
            return false;
        SortedSet<NodeId> holders = draft.Awake.Count > 0 ? draft.Awake : draft.Standbys;
        bool isFirst = draft.Awake.Count == 0 && !holders.Any(other => other != node);
        return isFirst || holders.Any(other => other != node && _state.Nodes.ContainsKey(other) && _domains.Of(other) != domain);
    }

    private bool IsServing(NodeId node) => _state.Nodes.TryGetValue(node, out var entry) && !entry.IsDraining && !_context.Lost.Contains(node);

    private bool IsPinned(ExpertVersion replica, NodeId node, bool awake) =>
        _state.Experts[replica.Expert].Pins.TryGetValue(node, out bool pinnedAwake) && (pinnedAwake || !awake);

    private Shortage Short(ExpertVersion replica)
    {
        DraftReplicas draft = Draft(replica);
        NodeId? closest = _state.Nodes.Keys.Where(node => IsOpen(node) && !draft.Has(node)).OrderByDescending(Free).FirstOrNull();
        return new(replica, closest, closest is { } node ? _state.BytesOf(replica) - Free(node) : 0);
    }
}
