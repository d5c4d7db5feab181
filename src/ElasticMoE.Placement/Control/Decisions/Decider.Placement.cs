using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Decisions;

public static partial class Decider
{
    private static Decision ApplyPlacement(ControlState state, AdminCommand.PlacementApply apply, DecisionContext context)
    {
        var draft = new PlacementDraft(state, context);
        if (Set(state, draft, apply.Changes, apply.Cause, context) is { } refusal)
            return refusal;
        if (apply.Counts.FirstOrDefault(count => count.Replicas < 0 || count.Replicas > Limits.NodesMax) is { Replicas: not 0 } wrong)
            return Decision.Refuse(OutcomeCode.Invalid, $"{apply.Cause}: {wrong.Replicas} replicas of expert {wrong.Expert} can't be wanted");
        return Finish(state, draft, apply.Cause, Counted(state, ScaleWish.ByHand(apply.Counts, apply.Cause)));
    }

    private static Decision Undo(ControlState state, DecisionContext context)
    {
        if (state.History.FindLast(record => record.Undoes == 0 && !record.IsUndone && record.Before.Any(wanted => !wanted.IsNowhere)) is not { } record)
            return Decision.Refuse(OutcomeCode.UnknownOperation, "undo: no change of the placement is remembered that isn't undone");
        string cause = $"undo change {record.Change} ({record.Cause})";
        WantedReplicas[] before = [.. record.Before.Where(wanted => !wanted.IsNowhere && state.IsNeeded(wanted.Replica))];
        if (before.Length == 0)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: the versions it was about are no longer live");
        var draft = new PlacementDraft(state, context);
        if (Set(state, draft, before, cause, context) is { } refusal)
            return refusal;
        ReplicaCount[] counts = [.. before
            .Where(wanted => wanted.Replica == state.CurrentOf(wanted.Replica.Expert) && state.Experts[wanted.Replica.Expert].Replicas != wanted.Awake.Count)
            .Select(wanted => new ReplicaCount(wanted.Replica.Expert, wanted.Awake.Count))];
        Decision decision = Finish(state, draft, cause, Counted(state, ScaleWish.ByHand(counts, cause)));
        return decision with { Events = [.. decision.Events.Select(one => one is ControlEvent.PlacementChanged changed ? changed with { Undoes = record.Change } : one)] };
    }

    private static Decision? Set(ControlState state, PlacementDraft draft, IReadOnlyList<WantedReplicas> changes, string cause, DecisionContext context)
    {
        foreach (WantedReplicas wanted in changes)
        {
            if (Check(state, draft, wanted, cause) is { } refusal)
                return refusal;
            if (context.IsFrozen && draft[wanted.Replica].All.Except(wanted.All).Concat(draft[wanted.Replica].Awake.Except(wanted.Awake)).Any())
                return Frozen(cause);
        }
        foreach (WantedReplicas wanted in changes)
            draft.Set(wanted);
        return state.Nodes.Keys.Where(node => draft.Free(node) < 0).FirstOrNull() is { } full
            ? Decision.Refuse(OutcomeCode.NoRoom, $"{cause}: node {full} lacks {-draft.Free(full)} bytes")
            : null;
    }

    private static Decision? Check(ControlState state, PlacementDraft draft, WantedReplicas wanted, string cause)
    {
        if (!state.IsNeeded(wanted.Replica))
            return Decision.Refuse(OutcomeCode.UnknownVersion, $"{cause}: expert {wanted.Replica} isn't live");
        if (wanted.IsNowhere || wanted.All.Distinct().Count() != wanted.Awake.Count + wanted.Standbys.Count)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: expert {wanted.Replica} is on no node, or twice on one");
        if (wanted.All.Where(node => !state.Nodes.ContainsKey(node)).FirstOrNull() is { } stranger)
            return Decision.Refuse(OutcomeCode.UnknownNode, $"{cause}: the cluster has no node {stranger}");
        if (wanted.All.Except(draft[wanted.Replica].All).Where(node => !draft.IsOpen(node)).FirstOrNull() is { } closed)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: node {closed} is cordoned or not reached");
        foreach ((NodeId node, bool awake) in state.Experts[wanted.Replica.Expert].Pins)
        {
            if (!(awake ? wanted.Awake : wanted.All).Contains(node))
                return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: expert {wanted.Replica.Expert} is pinned to node {node}");
        }
        return null;
    }

    private static Decision DecideSetting(ControlState state, AdminCommand command) => command switch
    {
        AdminCommand.AutoscaleSet set => SetKnobs(state, set),
        AdminCommand.AutoscalePause when state.IsAutoscalePaused => Decision.Refuse(OutcomeCode.Unchanged, "pause the autoscaler: it is paused already"),
        AdminCommand.AutoscalePause => new(new(OutcomeCode.Done, "pause the autoscaler"), [new ControlEvent.AutoscalePaused()]),
        AdminCommand.AutoscaleResume when !state.IsAutoscalePaused => Decision.Refuse(OutcomeCode.Unchanged, "resume the autoscaler: it isn't paused"),
        AdminCommand.AutoscaleResume => new(new(OutcomeCode.Done, "resume the autoscaler"), [new ControlEvent.AutoscaleResumed()]),
        AdminCommand.TeamsSet teams => SetTeam(state, teams),
        AdminCommand.SeasonSet season => SetSeason(state, season.Rule),
        _ => Decision.Refuse(OutcomeCode.Invalid, $"{command.GetType().Name} is no command that this supervisor knows"),
    };

    private static Decision SetKnobs(ControlState state, AdminCommand.AutoscaleSet set)
    {
        if (set.Knobs.Count == 0)
            return Decision.Refuse(OutcomeCode.Invalid, "set knobs: none is named");
        if (set.Knobs.Select(KnobTable.Check).FirstOrDefault(wrong => wrong is not null) is { } cause)
            return Decision.Refuse(OutcomeCode.Invalid, $"set knobs: {cause}");
        Knob[] changed = [.. set.Knobs.Where(knob => !state.Knobs.TryGetValue(knob.Name, out double known) || known != knob.Value)];
        if (state.Knobs.Count + changed.Count(knob => !state.Knobs.ContainsKey(knob.Name)) > Limits.KnobsMax)
            return Decision.Refuse(OutcomeCode.Invalid, $"set knobs: there are at most {Limits.KnobsMax}");
        return changed.Length == 0
            ? Decision.Refuse(OutcomeCode.Unchanged, "set knobs: they are so already")
            : new(new(OutcomeCode.Done, $"set {string.Join(", ", changed.Select(knob => knob.Name))}"), [new ControlEvent.AutoscaleChanged(changed)]);
    }

    private static Decision SetTeam(ControlState state, AdminCommand.TeamsSet teams)
    {
        string cause = $"set team '{teams.Name}'";
        if (teams.Name.Length is 0 or > Limits.ControlNameCharactersMax)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: a name has 1 to {Limits.ControlNameCharactersMax} characters");
        bool isKnown = state.Teams.TryGetValue(teams.Name, out var known);
        ExpertId[] experts = [.. teams.Experts.Distinct().Order()];
        if (experts.Length > Limits.GateBiasesMax)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: {experts.Length} experts are named, at most {Limits.GateBiasesMax} are allowed");
        if (experts.Length == 0 && !isKnown)
            return Decision.Refuse(OutcomeCode.UnknownTeam, $"{cause}: there is no such team");
        if (!isKnown && state.Teams.Count >= Limits.TeamsMax)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: there are {Limits.TeamsMax} already");
        return isKnown && known.SequenceEqual(experts)
            ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is so already")
            : new(new(OutcomeCode.Done, cause), [new ControlEvent.TeamChanged(teams.Name, experts)]);
    }

    private static Decision SetSeason(ControlState state, SeasonRule rule)
    {
        string cause = $"set season '{rule.Name}'";
        bool isKnown = state.Seasons.TryGetValue(rule.Name, out SeasonRule? known);
        if (rule.Name.Length is 0 or > Limits.ControlNameCharactersMax || !double.IsFinite(rule.Factor) || rule.Factor < 0)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: a name has 1 to {Limits.ControlNameCharactersMax} characters, and a factor isn't negative");
        if (rule.BeginMinute is < 0 or >= SeasonRule.DayMinutes || rule.EndMinute is < 0 or >= SeasonRule.DayMinutes || rule.Days > 127)
            return Decision.Refuse(OutcomeCode.Invalid, $"{cause}: its times are no times of a day, or its days no days of a week");
        if (rule.Factor == 0 && !isKnown)
            return Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: there is no such season");
        if (rule.Factor > 0 && !state.Teams.ContainsKey(rule.Team))
            return Decision.Refuse(OutcomeCode.UnknownTeam, $"{cause}: there is no team '{rule.Team}'");
        if (!isKnown && state.Seasons.Count >= Limits.SeasonsMax)
            return Decision.Refuse(OutcomeCode.Conflict, $"{cause}: there are {Limits.SeasonsMax} already");
        return known == rule
            ? Decision.Refuse(OutcomeCode.Unchanged, $"{cause}: it is so already")
            : new(new(OutcomeCode.Done, rule.Factor == 0 ? $"end season '{rule.Name}'" : cause), [new ControlEvent.SeasonChanged(rule)]);
    }
}
