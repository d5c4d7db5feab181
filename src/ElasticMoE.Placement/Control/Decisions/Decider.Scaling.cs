using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

public static partial class Decider
{
    private static Decision Scale(ControlState state, AdminCommand.Scale scale, DecisionContext context)
    {
        string cause = $"scale {scale.Expert} to {scale.Replicas}";
        if (scale.Replicas < 0 || scale.Replicas > Contracts.Limits.NodesMax)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: the number of replicas is from 0 to {Contracts.Limits.NodesMax}");
        return SetCounts(state, ScaleWish.ByHand([new(scale.Expert, scale.Replicas)], cause), context);
    }

    private static Decision Sleep(ControlState state, AdminCommand.Sleep sleep, DecisionContext context) =>
        SetCounts(state, ScaleWish.ByHand([.. sleep.Experts.Distinct().Order().Select(expert => new ReplicaCount(expert, 0))], $"sleep {Names(sleep.Experts)}"), context);

    private static Decision Wake(ControlState state, AdminCommand.Wake wake, DecisionContext context) =>
        SetCounts(state, ScaleWish.ByHand([.. wake.Experts.Distinct().Order().Select(expert => new ReplicaCount(expert, Math.Max(1, state.Experts[expert].Replicas)))], $"wake {Names(wake.Experts)}"), context);

    private static Decision Release(ControlState state, AdminCommand.Release release)
    {
        string cause = $"release {Names(release.Experts)}";
        ExpertId[] held = [.. release.Experts.Distinct().Order().Where(expert => state.Experts[expert].IsHeld)];
        return held.Length == 0
            ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: the autoscaler decides about them already")
            : new(new(OutcomeCode.Done, cause), [new ControlEvent.ScaleExplained([.. held.Select(expert => new ScaleReason(expert, false, "released by hand"))])]);
    }

    /// <summary>Numbers that are outside the bounds are the autoscaler's to bring inside, as those that operators hold are not.</summary>
    private static Decision Bound(ControlState state, AdminCommand.Bound bound)
    {
        string cause = bound.Bounds is { } bounds ? $"bound {Names(bound.Experts)}: {bounds}" : $"unbound {Names(bound.Experts)}";
        if (bound.Bounds is { IsValid: false })
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: the least is from 0, the most from 1 and the least to {Contracts.Limits.NodesMax}, the time at most a day");
        ExpertId[] changed = [.. bound.Experts.Distinct().Order().Where(expert => state.Experts[expert].Bounds != bound.Bounds)];
        return changed.Length == 0
            ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: they are so already")
            : new(new(OutcomeCode.Done, cause), [new ControlEvent.BoundsSet(changed, bound.Bounds)]);
    }

    /// <summary>What follows from numbers of awake replicas, whoever wants them.</summary>
    internal static Decision SetCounts(ControlState state, ScaleWish wish, DecisionContext context)
    {
        string cause = wish.Cause;
        if (wish.Counts.Count == 0)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: no expert is named");
        var draft = new PlacementDraft(state, context);
        foreach ((ExpertId expert, int replicas) in wish.Counts)
        {
            int pinned = state.Experts[expert].Pins.Count(pin => pin.Value);
            if (replicas < pinned)
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: {pinned} replicas of expert {expert} are pinned awake");
            foreach (ExpertVersion replica in Versions(state, expert))
            {
                if (context.IsFrozen && replicas < draft[replica].Awake.Count)
                    return Frozen(cause);
                if (draft.Settle(replica, replicas) is { } shortage && draft[replica].Awake.Count < replicas)
                    return Refuse(shortage, cause);
            }
        }
        return Finish(state, draft, cause, Counted(state, wish));
    }

    /// <summary>Numbers that change, and reasons of those and of what is held or released with it.</summary>
    private static IReadOnlyList<ControlEvent> Counted(ControlState state, ScaleWish wish)
    {
        ReplicaCount[] changed = [.. wish.Counts.Where(count => state.Experts[count.Expert].Replicas != count.Replicas)];
        SortedSet<ExpertId> told = [.. changed.Select(count => count.Expert)];
        ScaleReason[] reasons = [.. wish.Reasons.Where(reason => told.Contains(reason.Expert) || state.Experts[reason.Expert].IsHeld != reason.IsHeld)];
        return [.. changed.Length == 0 ? Array.Empty<ControlEvent>() : [new ControlEvent.ReplicasSet(changed)], .. reasons.Length == 0 ? Array.Empty<ControlEvent>() : [new ControlEvent.ScaleExplained(reasons)]];
    }

    private static Decision Pin(ControlState state, AdminCommand.Pin pin, DecisionContext context)
    {
        string cause = $"pin {pin.Expert} to node {pin.Node}";
        if (!state.Nodes.TryGetValue(pin.Node, out NodeEntry? node))
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no such node");
        if (node.IsDraining)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: the node is being drained");
        if (state.Experts[pin.Expert].Pins.TryGetValue(pin.Node, out bool known) && known == pin.Awake)
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is so already");
        ControlEvent.Pinned pinned = new(pin.Expert, pin.Node, pin.Awake);
        var draft = new PlacementDraft(With(state, [pinned]), context);
        int replicas = Math.Max(state.Experts[pin.Expert].Replicas, state.Experts[pin.Expert].Pins.SetItem(pin.Node, pin.Awake).Count(one => one.Value));
        foreach (ExpertVersion replica in Versions(state, pin.Expert))
        {
            if (!draft[replica].All.Contains(pin.Node) && !draft.IsOpen(pin.Node))
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: the node is cordoned or not reached");
            long lacking = state.BytesOf(replica) - draft.Free(pin.Node);
            if (!draft[replica].All.Contains(pin.Node) && lacking > 0)
                return Refuse(new(replica, pin.Node, lacking), cause);
            draft.Settle(replica, Math.Max(replicas, context.IsFrozen ? draft[replica].Awake.Count : 0));
        }
        ReplicaCount[] counts = replicas == state.Experts[pin.Expert].Replicas ? [] : [new(pin.Expert, replicas)];
        return Finish(state, draft, cause, counts.Length == 0 ? [pinned] : [pinned, new ControlEvent.ReplicasSet(counts)]);
    }

    private static Decision Unpin(ControlState state, AdminCommand.Unpin unpin) => state.Experts[unpin.Expert].Pins.ContainsKey(unpin.Node)
        ? new(new(OutcomeCode.Done, $"unpin {unpin.Expert} from node {unpin.Node}"), [new ControlEvent.Unpinned(unpin.Expert, unpin.Node)])
        : Decision.Refuse(OutcomeCode.Unchanged, $"unpin {unpin.Expert} from node {unpin.Node}: it isn't pinned there");

    private static Decision Move(ControlState state, AdminCommand.Move move, DecisionContext context)
    {
        string cause = $"move {move.Expert} from node {move.From} to node {move.To}";
        if (context.IsFrozen)
            return Frozen(cause);
        if (!state.Nodes.ContainsKey(move.From) || !state.Nodes.ContainsKey(move.To))
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no such node");
        if (state.Experts[move.Expert].Pins.ContainsKey(move.From))
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: it is pinned to node {move.From}");
        ExpertVersion[] moved = [.. Versions(state, move.Expert).Where(replica => state.WantedOf(replica).All.Contains(move.From))];
        if (moved.Length == 0)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: it isn't on node {move.From}");
        var draft = new PlacementDraft(state, context);
        foreach (ExpertVersion replica in moved)
        {
            WantedReplicas before = draft[replica];
            bool awake = before.Awake.Contains(move.From);
            // Where it has the other role there already, the two change places.
            bool swap = before.All.Contains(move.To);
            if (before.Awake.Contains(move.To) == awake && swap)
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: it is on node {move.To} already");
            if (swap && !awake && state.Experts[move.Expert].Pins.GetValueOrDefault(move.To))
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: it is pinned awake to node {move.To}");
            if (!swap && !draft.IsOpen(move.To))
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: node {move.To} is cordoned or not reached");
            if (!swap && draft.Free(move.To) < state.BytesOf(replica))
                return Refuse(new(replica, move.To, state.BytesOf(replica) - draft.Free(move.To)), cause);
            draft.Remove(replica, move.From);
            draft.Add(replica, move.To, awake);
            if (swap)
                draft.Add(replica, move.From, !awake);
            draft.SetStandby(replica);
        }
        return Finish(state, draft, cause, []);
    }

    private static string Names(IReadOnlyList<ExpertId> experts) => experts.Count <= 4 ? string.Join(", ", experts) : $"{experts.Count} experts from {experts[0]} on";
}
