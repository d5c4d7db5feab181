using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

public static partial class Decider
{
    private static Decision Update(ControlState state, AdminCommand.Update update, DecisionContext context)
    {
        string cause = $"update {update.Expert}";
        if (update.Bytes <= 0 || update.LimitMs < 0)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: bytes are above 0 and the limit isn't negative");
        if (RevisionConflict(state, update.Expert, cause) is { } conflict)
            return conflict;
        ExpertEntry expert = state.Experts[update.Expert];
        if (expert.Live.Any(entry => entry.Content == update.Content && entry.Version == state.CurrentOf(update.Expert).Version))
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it has these bytes already");
        var added = new ControlEvent.VersionAdded(new(update.Expert, expert.NextVersion), update.Content, update.Bytes, update.Source);
        return Reserve(state, added, (OperationKind.Update, cause, update.LimitMs), context);
    }

    private static Decision Rollback(ControlState state, AdminCommand.Rollback rollback, DecisionContext context)
    {
        string cause = $"roll back {rollback.Expert}";
        ExpertEntry expert = state.Experts[rollback.Expert];
        if (expert.Lineage.IsEmpty)
            return Decision.Refuse(OutcomeCode.UnknownVersion, $"{cause}: there is no earlier version to go back to");
        if (IsUpdating(state, rollback.Expert))
            return Decision.Refuse(OutcomeCode.InProgress, $"{cause}: an update of it is under way");
        VersionEntry target = expert.Lineage[^1];
        if (expert.Find(target.Version) is null)
        {
            return RevisionConflict(state, rollback.Expert, cause)
                ?? Reserve(state, new(new(rollback.Expert, target.Version), target.Content, target.Bytes, target.Source), (OperationKind.Rollback, cause, rollback.LimitMs), context);
        }
        if (state.Revisions.Count >= Limits.LiveRevisionsMax)
            return TooManyRevisions(cause);
        // The version is still live, so that sequences can be bound to it at once.
        return new(new(OutcomeCode.Done, cause), [MakeRevision(state, [new(rollback.Expert, target.Version)], OperationKind.Rollback, rollback.LimitMs)]);
    }

    private static Decision Prune(ControlState state, AdminCommand.PruneApply prune)
    {
        string cause = $"prune {Names(prune.Experts)}";
        ExpertId[] experts = [.. prune.Experts.Distinct().Order().Where(expert => !state.Current!.Versions.IsPruned(expert))];
        if (experts.Length == 0)
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: they are pruned already");
        if (experts.Where(expert => IsUpdating(state, expert)).FirstOrNull() is { } busy)
            return Decision.Refuse(OutcomeCode.InProgress, $"{cause}: an update of {busy} is under way");
        if (experts.Where(expert => !state.Experts[expert].Pins.IsEmpty).FirstOrNull() is { } pinned)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: expert {pinned} is pinned");
        foreach (IGrouping<int, ExpertId> layer in experts.GroupBy(expert => expert.Layer))
        {
            LayerShape shape = state.Model!.Layers[layer.Key];
            int left = shape.Experts - state.Current!.Versions.Pruned.Count(expert => expert.Layer == layer.Key) - layer.Count();
            if (left < shape.Active)
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: layer {layer.Key} would have {left} experts left, and every row goes to {shape.Active}");
        }
        if (state.Revisions.Count >= Limits.LiveRevisionsMax)
            return TooManyRevisions(cause);
        return new(new(OutcomeCode.Done, cause), [new ControlEvent.RevisionMade(new(state.LastRevision.Value + 1), [], experts, false, prune.LimitMs)]);
    }

    /// <summary>The revision that an update or a rollback amounts to.</summary>
    internal static ControlEvent.RevisionMade MakeRevision(ControlState state, IReadOnlyList<ExpertVersion> versions, OperationKind kind, long limitMs) =>
        new(new(state.LastRevision.Value + 1), versions, [], kind == OperationKind.Rollback, limitMs);

    /// <summary>Room for the new version beside the old one, awake and standby, or a refusal that names node and bytes.</summary>
    private static Decision Reserve(ControlState state, ControlEvent.VersionAdded added, (OperationKind Kind, string Cause, long LimitMs) operation, DecisionContext context)
    {
        var draft = new PlacementDraft(With(state, [added]), context);
        WantedReplicas now = state.WantedOf(state.CurrentOf(added.Replica.Expert));
        foreach (NodeId node in now.Awake.Where(node => draft.IsOpen(node) && draft.Free(node) >= added.Bytes))
            draft.Add(added.Replica, node, awake: true);
        foreach (NodeId node in now.Standbys.Where(node => draft.IsOpen(node) && draft.Free(node) >= added.Bytes))
            draft.Add(added.Replica, node, awake: false);
        int awake = Math.Max(now.Awake.Count, state.Experts[added.Replica.Expert].Replicas);
        if (draft.Settle(added.Replica, awake) is { } shortage)
            return Refuse(shortage, operation.Cause);
        var id = new OperationId(state.LastOperation.Value + 1);
        return new(new(OutcomeCode.Accepted, operation.Cause, id, draft.Changes),
        [
            added,
            new ControlEvent.PlacementChanged(state.LastChange + 1, 0, operation.Cause, draft.Changes),
            new ControlEvent.OperationBegan(id, operation.Kind, operation.Cause, [added.Replica], null, operation.LimitMs),
        ]);
    }

    private static Decision? RevisionConflict(ControlState state, ExpertId expert, string cause)
    {
        if (IsUpdating(state, expert))
            return Decision.Refuse(OutcomeCode.InProgress, $"{cause}: an update of it is under way");
        if (state.Experts[expert].Live.Length >= Limits.LiveVersionsMax)
            return Decision.Refuse(OutcomeCode.InProgress, $"{cause}: sequences are still bound to its version before");
        int pending = state.Operations.Count(pair => pair.Value.IsUnderWay && pair.Value.Kind is OperationKind.Update or OperationKind.Rollback);
        return state.Revisions.Count + pending >= Limits.LiveRevisionsMax ? TooManyRevisions(cause) : null;
    }

    private static bool IsUpdating(ControlState state, ExpertId expert) => state.Operations.Any(pair =>
        pair.Value.IsUnderWay && pair.Value.Kind is OperationKind.Update or OperationKind.Rollback && pair.Value.Experts.Any(replica => replica.Expert == expert));

    private static Decision TooManyRevisions(string cause) =>
        Decision.Refuse(OutcomeCode.InProgress, $"{cause}: sequences are bound to {Limits.LiveRevisionsMax} revisions; wait until one ends");
}
