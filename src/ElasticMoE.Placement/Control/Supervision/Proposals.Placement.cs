using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

internal sealed partial class Proposals
{
    /// <summary>Gives versions back what they lack: awake replicas first, then standbys; where memory doesn't suffice, standbys of the least used go.</summary>
    private void Restore()
    {
        bool isDue = _memory.Desk is { } desk && !_context.IsFrozen && _nowMs - desk.PlannedMs >= SupervisionTimes.RebalanceMs;
        if (!_memory.MayPlan(_state, _nowMs) || !_membership.HasReached(_state) || !(isDue || _memory.ShouldTry(_state, _context)))
            return;
        bool isJoined = _memory.HasJoined(_state);
        PlacementDraft? draft = null;
        ExpertVersion[] lacking = [.. Lacking().OrderByDescending(replica => _memory.Load.GetValueOrDefault(replica.Expert))];
        // Until it is known whether nodes are lost, a plan would count on them.
        if (!_context.IsFrozen && _membership.Unreached.Any(node => !_membership.Lost.Contains(node)))
        {
            ServeAtOnce(lacking);
            return;
        }
        string cause = lacking.Length > 0 ? "restore redundancy" : isJoined ? "give new nodes work" : "balance";
        if (_memory.Desk is not null && !_context.IsFrozen && (lacking.Length > 0 || isJoined || isDue))
        {
            if (AskPlanner(isDue && lacking.Length == 0 && !isJoined) is not { } planned)
            {
                ServeAtOnce(lacking);
                return;
            }
            // What the planner can't place or doesn't know, such as versions that end, is settled below.
            draft = planned.Draft;
            cause += planned.Why;
            lacking = [.. lacking.Where(replica => Lacks(draft, replica) && draft[replica].Equals(_state.WantedOf(replica)))];
        }
        Fill(draft ??= new(_state, _context), lacking);
        _memory.Tried(_state, _context);
        AddPlacement(draft, _state.Wanted.IsEmpty ? "first plan" : cause);
    }

    /// <summary>
    /// What only nodes have that nobody reaches gets a replica elsewhere, on top of theirs, where it was awake or rows wait for it: whether those
    /// nodes are lost is known only after two seconds. Nothing is taken from them or from others for it.
    /// </summary>
    private void ServeUnreached()
    {
        if (_membership.Unreached.IsEmpty)
            return;
        SortedSet<ExpertVersion> claimed = _observed.Claimed();
        if (!_memory.ShouldServe(_state, _membership.Unreached, claimed))
            return;
        ExpertVersion[] unserved = [.. _state.LiveVersions.Where(IsUnserved).OrderByDescending(replica => _memory.Load.GetValueOrDefault(replica.Expert))];
        _memory.Served(_state, _membership.Unreached, claimed);
        if (unserved.Length == 0)
            return;
        var draft = new PlacementDraft(_state, _context with { Lost = _membership.Lost.Union(_membership.Missed) });
        foreach (ExpertVersion replica in unserved)
            draft.SetAwake(replica, _state.WantedOf(replica).Awake.Count + 1);
        AddPlacement(draft, "serve what nobody reaches");

        bool IsUnserved(ExpertVersion replica) => _state.IsBindable(replica) && _state.WantedOf(replica) is { IsNowhere: false } wanted
            && wanted.All.All(node => _membership.Unreached.Contains(node) || !_state.Nodes.ContainsKey(node)) && (wanted.Awake.Count > 0 || claimed.Contains(replica));
    }

    private ExpertVersion[] Lacking()
    {
        return _context.IsFrozen ? Find() : _memory.Lacking.Of(new(_state, _context.Lost), Find);

        ExpertVersion[] Find()
        {
            var draft = new PlacementDraft(_state, _context);
            return [.. _state.LiveVersions.Where(replica => _state.IsNeeded(replica) && Lacks(draft, replica))];
        }
    }

    private void Fill(PlacementDraft draft, ExpertVersion[] lacking)
    {
        foreach (ExpertVersion replica in lacking)
            RestoreAwake(draft, replica);
        if (_context.IsFrozen)
            return;
        foreach (ExpertVersion replica in lacking)
            draft.SetStandby(replica);
    }

    /// <summary>While the planner thinks: what nobody reached serves gets a replica. The first plan is waited for, since nobody serves before it anyway.</summary>
    private void ServeAtOnce(ExpertVersion[] lacking)
    {
        if (_state.Wanted.IsEmpty)
            return;
        ExpertVersion[] unserved = [.. lacking.Where(replica => !_state.WantedOf(replica).All.Any(IsReached))];
        if (unserved.Length == 0)
            return;
        var draft = new PlacementDraft(_state, _context);
        foreach (ExpertVersion replica in unserved)
            RestoreAwake(draft, replica);
        AddPlacement(draft, "serve what nobody serves");
    }

    private bool IsReached(NodeId node) => _state.Nodes.ContainsKey(node) && !_membership.Lost.Contains(node);

    /// <summary>
    /// The planner's answer as a draft, and why; an empty draft where its plan doesn't hold or takes too long. Null: it thinks. It is asked about
    /// what the journal has, never about what is only proposed.
    /// </summary>
    private (PlacementDraft Draft, string Why)? AskPlanner(bool isForBalanceAlone)
    {
        PlanDesk desk = _memory.Desk!;
        PlanAnswer? answer = _events.Count > 0 ? null : desk.Ask(_state, _context, _nowMs);
        if (answer is null && !desk.IsLate(_nowMs))
            return null;
        desk.Close(_nowMs);
        var draft = new PlacementDraft(_state, _context);
        if (answer?.Changes is not { } changes || (isForBalanceAlone && _state.IsAutoscalePaused))
            return (draft, "");
        foreach (WantedReplicas wanted in changes)
            draft.Set(wanted);
        return (draft, answer.Decisions.Count == 0 ? "" : answer.Decisions.Count == 1 ? $": {answer.Decisions[0]}" : $": {answer.Decisions[0]} (and {answer.Decisions.Count - 1} more)");
    }

    private void RestoreAwake(PlacementDraft draft, ExpertVersion replica)
    {
        int wanted = _state.Experts[replica.Expert].Replicas;
        if (_context.IsFrozen)
        {
            // Nothing that looks lost is given up yet: what is loaded elsewhere comes on top.
            if (_state.WantedOf(replica).All.All(_membership.Lost.Contains))
                draft.SetAwake(replica, _state.WantedOf(replica).Awake.Count + 1);
            return;
        }
        foreach (NodeId node in _state.Experts[replica.Expert].Pins.Keys.Where(node => _state.Nodes.ContainsKey(node) && !draft[replica].All.Contains(node)))
            draft.MakeRoom(replica, node);
        draft.Settle(replica, Math.Max(wanted, CountReached(replica)));
        if (!draft[replica].IsNowhere)
            return;
        // A node that drains keeps what no other has room for.
        if (draft.MakeRoom(replica) is { } roomy)
            draft.Add(replica, roomy, awake: true);
        else if (Staying(_state.WantedOf(replica)) is { IsNowhere: false } staying)
            draft.Set(staying);
        else if (LastResort(draft, replica) is { } node)
            draft.Add(replica, node, awake: true);
    }

    /// <summary>A cordon keeps further replicas from a node, and not the only one: without it, rows would wait until an operator notices. Nodes that drain come last.</summary>
    private NodeId? LastResort(PlacementDraft draft, ExpertVersion replica) => _state.Nodes
        .Where(pair => !_membership.Lost.Contains(pair.Key))
        .OrderBy(pair => pair.Value.IsDraining)
        .ThenByDescending(pair => _observed.IsReady(_state, replica, pair.Key))
        .ThenByDescending(pair => draft.Free(pair.Key))
        .Select(pair => pair.Key)
        .Where(node => draft.MakeRoom(replica, node))
        .FirstOrNull();

    private WantedReplicas Staying(WantedReplicas wanted) =>
        new(wanted.Replica, [.. wanted.Awake.Where(_state.Nodes.ContainsKey)], [.. wanted.Standbys.Where(_state.Nodes.ContainsKey)]);

    /// <summary>Awake replicas on nodes that count: none is given up here that isn't superfluous.</summary>
    private int CountReached(ExpertVersion replica) => _state.WantedOf(replica).Awake.Count(node => _state.Nodes.TryGetValue(node, out NodeEntry? entry) && !entry.IsDraining);

    private bool Lacks(PlacementDraft draft, ExpertVersion replica)
    {
        if (!_context.IsFrozen && draft.IsPlain(replica) && _state.Experts[replica.Expert].Replicas <= 1)
            return false;
        WantedReplicas wanted = _state.WantedOf(replica);
        if (_context.IsFrozen)
            return wanted.All.All(_membership.Lost.Contains) && (wanted.IsNowhere || wanted.All.All(node => Membership.IsMissed(_observed, node)));
        return wanted.All.Any(node => !_state.Nodes.TryGetValue(node, out NodeEntry? entry) || entry.IsDraining)
            || wanted.Awake.Count < _state.Experts[replica.Expert].Replicas
            || _state.Experts[replica.Expert].Pins.Any(pin => _state.Nodes.ContainsKey(pin.Key) && !(pin.Value ? wanted.Awake : wanted.All).Contains(pin.Key))
            || (wanted.Standbys.Count == 0 && _state.Nodes.Count > wanted.Awake.Count)
            || draft.CouldBeSafer(replica);
    }

    /// <summary>More awake replicas than wanted, as takeovers leave them, go to sleep again once nothing has spoken for them for a while.</summary>
    private void Trim()
    {
        if (_context.IsFrozen || !_membership.Lost.IsEmpty)
            return;
        PlacementDraft? draft = null;
        WantedReplicas[] excessive = _memory.Excessive.Of(new(_state, []), () => [.. _state.Wanted.Values.Where(wanted => wanted.Awake.Count > TargetOf(wanted.Replica) && _state.IsNeeded(wanted.Replica))]);
        _memory.ForgetExcess(excessive.Select(wanted => wanted.Replica));
        foreach (WantedReplicas wanted in excessive)
        {
            int target = TargetOf(wanted.Replica);
            bool isExcess = !_observed.IsClaimed(wanted.Replica)
                && wanted.Awake.All(node => _observed.IsAwake(_state, wanted.Replica, node) && !_observed.ConnectedRouters.Any(router => router.Misses(node)));
            if (_memory.HasBeenExcess(wanted.Replica, isExcess, isExcess ? RowsServed(wanted) : 0, target, _nowMs))
                Sleep(draft ??= new(_state, _context), wanted, target);
        }
        if (draft is not null)
            AddPlacement(draft, "takeovers are over");
    }

    private int TargetOf(ExpertVersion replica)
    {
        ExpertEntry expert = _state.Experts[replica.Expert];
        return Math.Max(expert.Replicas, expert.Pins.Count(pin => pin.Value));
    }

    /// <summary>What stays on a node that drains, because no other takes it, stays as it is.</summary>
    private static void Sleep(PlacementDraft draft, WantedReplicas wanted, int target)
    {
        draft.Settle(wanted.Replica, target);
        if (draft[wanted.Replica].IsNowhere)
            draft.Set(wanted);
    }

    private long RowsServed(WantedReplicas wanted) => wanted.Awake.Sum(node => _observed.Nodes.GetValueOrDefault(node)?.Of(wanted.Replica)?.RowsServed ?? 0);
}
