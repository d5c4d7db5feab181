using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private readonly SortedDictionary<ExpertId, ScaleDecision> _scales = [];
    private readonly SortedDictionary<ExpertId, string> _refusals = [];
    private Scaling _scaling = new();

    /// <summary>Takes the load in once a second, and notes what the autoscaler wants. Nothing new is decided before what was is journaled or dropped.</summary>
    private void Scale(long nowMs)
    {
        if (!mind.Autoscales || State.Model is null || _scales.Count > 0 || _pending is not null || !_scaling.IsDue(nowMs))
            return;
        IReadOnlyList<ScaleDecision> decisions = _scaling.Look(State, _observed, nowMs, _unixMs);
        _memory.Load = _scaling.Load;
        foreach (ScaleDecision decision in State.IsAutoscalePaused ? [] : decisions)
            _scales[decision.Expert] = decision;
    }

    /// <summary>Journals what the autoscaler wants, all at once where that can be; otherwise what can, one by one, and what can't is left to its next decision.</summary>
    private void Autoscale(List<SupervisorEffect> effects)
    {
        if (_pending is not null || _scales.Count == 0 || State.IsAutoscalePaused)
            return;
        DecisionContext context = new(_membership.Lost, _membership.IsFrozen, _memory.Load);
        ScaleDecision[] all = [.. _scales.Values];
        Decision decision = Decide(all, context);
        if (!decision.Outcome.Code.IsRefusal() || all.Length == 1)
            _scales.Clear();
        if (decision.Outcome.Code.IsRefusal() && all.Length == 1)
            Refuse(all[0], decision);
        for (int i = 0; all.Length > 1 && decision.Outcome.Code.IsRefusal() && i < all.Length; i++)
        {
            _scales.Remove(all[i].Expert);
            decision = Decide([all[i]], context);
            if (decision.Outcome.Code.IsRefusal())
                Refuse(all[i], decision);
        }
        if (decision.Events.Count > 0)
            Append(decision.Events, null, null, effects);
    }

    private void Refuse(ScaleDecision wanted, Decision decision)
    {
        if (decision.Outcome.Code != OutcomeCode.Unchanged)
            _refusals[wanted.Expert] = $"{wanted.Text}; not carried out: {decision.Outcome.Message}";
    }

    private Decision Decide(IReadOnlyList<ScaleDecision> decisions, DecisionContext context)
    {
        // What an operator did meanwhile counts.
        ScaleDecision[] still = [.. decisions.Where(decision => State.Experts.TryGetValue(decision.Expert, out ExpertEntry? expert) && !expert.IsHeld && expert.Replicas == decision.AwakeBefore)];
        foreach (ScaleDecision decision in still)
            _refusals.Remove(decision.Expert);
        if (still.Length == 0)
            return Decision.Refuse(OutcomeCode.Unchanged, "autoscaler: what it decided about has changed");
        return Decider.SetCounts(State, new ScaleWish(
            [.. still.Select(decision => new ReplicaCount(decision.Expert, decision.Awake))],
            still.Length == 1 ? $"autoscaler: {still[0].Text}" : $"autoscaler: {still.Length} experts, {still[0].Expert} first: {still[0].Text}",
            [.. still.Select(decision => new ScaleReason(decision.Expert, false, decision.Text))]), context);
    }

    /// <summary>What there is to say of an expert's number of awake replicas.</summary>
    public ScaleNote Explain(ExpertId expert) => new(
        expert,
        State.Experts[expert].Replicas,
        State.Experts[expert].IsHeld,
        (State.Experts[expert].Reason, State.Experts[expert].ReasonIndex),
        _refusals.GetValueOrDefault(expert, ""),
        (_scaling.FairOf(expert), _memory.Load.GetValueOrDefault(expert)));
}
