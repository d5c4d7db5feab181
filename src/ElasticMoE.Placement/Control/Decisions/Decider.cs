using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>What follows from a command: events, or a refusal that says why. Changes nothing itself.</summary>
public static partial class Decider
{
    /// <summary>Decides.</summary>
    /// <param name="state">The wanted state.</param>
    /// <param name="command">From an operator or the autoscaler.</param>
    /// <param name="context">What else counts.</param>
    public static Decision Decide(ControlState state, AdminCommand command, DecisionContext context)
    {
        if (state.Model is null)
            return Decision.Refuse(OutcomeCode.Conflict, "the cluster has no model yet");
        if (state.Operations.Count(pair => pair.Value.IsUnderWay) >= Limits.OperationsMax)
            return Decision.Refuse(OutcomeCode.Busy, $"{Limits.OperationsMax} operations are under way; wait for one");
        if (Named(command).Where(expert => !state.Model.Has(expert)).FirstOrNull() is { } stranger)
            return Decision.Refuse(OutcomeCode.UnknownExpert, $"the model has no expert {stranger}");
        return command switch
        {
            AdminCommand.Scale scale => Scale(state, scale, context),
            AdminCommand.Sleep sleep => Sleep(state, sleep, context),
            AdminCommand.Wake wake => Wake(state, wake, context),
            AdminCommand.Release release => Release(state, release),
            AdminCommand.Bound bound => Bound(state, bound),
            AdminCommand.Pin pin => Pin(state, pin, context),
            AdminCommand.Unpin unpin => Unpin(state, unpin),
            AdminCommand.Move move => Move(state, move, context),
            AdminCommand.Update update => Update(state, update, context),
            AdminCommand.Rollback rollback => Rollback(state, rollback, context),
            AdminCommand.PruneApply prune => Prune(state, prune),
            AdminCommand.Cordon cordon => Cordon(state, cordon),
            AdminCommand.Uncordon uncordon => Uncordon(state, uncordon),
            AdminCommand.Drain drain => Drain(state, drain, context),
            AdminCommand.PlacementApply apply => ApplyPlacement(state, apply, context),
            AdminCommand.PlacementUndo => Undo(state, context),
            _ => DecideSetting(state, command),
        };
    }

    private static IEnumerable<ExpertId> Named(AdminCommand command) => command switch
    {
        AdminCommand.Scale scale => [scale.Expert],
        AdminCommand.Sleep sleep => sleep.Experts,
        AdminCommand.Wake wake => wake.Experts,
        AdminCommand.Release release => release.Experts,
        AdminCommand.Bound bound => bound.Experts,
        AdminCommand.Pin pin => [pin.Expert],
        AdminCommand.Unpin unpin => [unpin.Expert],
        AdminCommand.Move move => [move.Expert],
        AdminCommand.Update update => [update.Expert],
        AdminCommand.Rollback rollback => [rollback.Expert],
        AdminCommand.PruneApply prune => prune.Experts,
        AdminCommand.PlacementApply apply => apply.Changes.Select(wanted => wanted.Replica.Expert).Concat(apply.Counts.Select(count => count.Expert)),
        AdminCommand.TeamsSet teams => teams.Experts,
        _ => [],
    };

    /// <summary>Every live version of an expert.</summary>
    private static IEnumerable<ExpertVersion> Versions(ControlState state, ExpertId expert) =>
        state.Experts[expert].Live.Select(entry => new ExpertVersion(expert, entry.Version)).Order();

    /// <summary>The decision that a draft amounts to.</summary>
    private static Decision Finish(ControlState state, PlacementDraft draft, string cause, IReadOnlyList<ControlEvent> before)
    {
        IReadOnlyList<WantedReplicas> changes = draft.Changes;
        if (changes.Count == 0)
        {
            return before.Count == 0
                ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is so already")
                : new(new(OutcomeCode.Done, cause), before);
        }
        var operation = new OperationId(state.LastOperation.Value + 1);
        return new(new(OutcomeCode.Accepted, cause, operation, changes),
        [
            .. before,
            new ControlEvent.PlacementChanged(state.LastChange + 1, 0, cause, changes),
            new ControlEvent.OperationBegan(operation, OperationKind.Placement, cause, [.. changes.Select(wanted => wanted.Replica)], null, 0),
        ]);
    }

    private static Decision Refuse(Shortage shortage, string cause) => Decision.Refuse(OutcomeCode.NoRoom, $"{cause}: {shortage}");

    private static Decision Frozen(string cause) =>
        Decision.Refuse(OutcomeCode.Frozen, $"{cause}: too many nodes look lost at once, so nothing is moved or put to sleep");

    private static ControlState With(ControlState state, IEnumerable<ControlEvent> events) => events.Aggregate(state, (before, one) => before.Apply(one));
}
