using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

public static partial class Decider
{
    private static Decision Cordon(ControlState state, AdminCommand.Cordon cordon)
    {
        string cause = $"cordon node {cordon.Node}";
        if (!state.Nodes.TryGetValue(cordon.Node, out NodeEntry? node))
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no such node");
        return node.IsCordoned
            ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is so already")
            : new(new(OutcomeCode.Done, cause), [new ControlEvent.NodeCordoned(cordon.Node)]);
    }

    private static Decision Uncordon(ControlState state, AdminCommand.Uncordon uncordon)
    {
        string cause = $"uncordon node {uncordon.Node}";
        if (!state.Nodes.TryGetValue(uncordon.Node, out NodeEntry? node))
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no such node");
        if (!node.IsCordoned)
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it isn't cordoned");
        IEnumerable<ControlEvent> ended = state.Operations
            .Where(pair => pair.Value.IsUnderWay && pair.Value.Kind == OperationKind.Drain && pair.Value.Node == uncordon.Node)
            .Select(pair => new ControlEvent.OperationEnded(pair.Key, OutcomeCode.Conflict, $"node {uncordon.Node} was uncordoned"));
        return new(new(OutcomeCode.Done, cause), [new ControlEvent.NodeUncordoned(uncordon.Node), .. ended]);
    }

    private static Decision Drain(ControlState state, AdminCommand.Drain drain, DecisionContext context)
    {
        string cause = $"drain node {drain.Node}";
        if (!state.Nodes.TryGetValue(drain.Node, out NodeEntry? node))
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no such node");
        if (node.IsDraining)
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is being drained already");
        if (context.IsFrozen)
            return Frozen(cause);
        if (state.Experts.Where(pair => pair.Value.Pins.ContainsKey(drain.Node)).Select(pair => pair.Key).FirstOrNull() is { } pinned)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: expert {pinned} is pinned to it");
        var began = new ControlEvent.DrainBegan(drain.Node);
        ControlState after = state.Apply(began);
        var draft = new PlacementDraft(after, context);
        foreach (WantedReplicas wanted in state.Wanted.Values.Where(wanted => wanted.All.Contains(drain.Node)))
        {
            if (draft.Settle(wanted.Replica, wanted.Awake.Count) is { } shortage && draft[wanted.Replica].Awake.Count < Math.Max(1, Math.Min(wanted.Awake.Count, after.Nodes.Count(pair => draft.IsOpen(pair.Key)))))
                return Refuse(shortage, cause);
            if (draft[wanted.Replica].IsNowhere)
                return Refuse(new(wanted.Replica, null, 0), cause);
        }
        IReadOnlyList<WantedReplicas> changes = draft.Changes;
        var id = new OperationId(state.LastOperation.Value + 1);
        IEnumerable<ControlEvent> moved = changes.Count == 0 ? [] : [new ControlEvent.PlacementChanged(state.LastChange + 1, 0, cause, changes)];
        return new(new(OutcomeCode.Accepted, cause, id, changes),
            [began, .. moved, new ControlEvent.OperationBegan(id, OperationKind.Drain, cause, [.. changes.Select(wanted => wanted.Replica)], drain.Node, 0)]);
    }
}
