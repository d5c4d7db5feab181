using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Decisions;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private readonly SortedDictionary<ExpertId, ScaleDecision> _scales = [];

    /// <summary>The newest decision about an expert counts.</summary>
    private void Note(IReadOnlyList<ScaleDecision> decisions)
    {
        if (_lease == 0 || State.IsAutoscalePaused || State.Model is not { } model)
            return;
        foreach (ScaleDecision decision in decisions.Where(decision => model.Has(decision.Expert)))
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
        for (int i = 0; decision.Outcome.Code.IsRefusal() && i < all.Length; i++)
        {
            _scales.Remove(all[i].Expert);
            decision = Decide([all[i]], context);
        }
        if (decision.Events.Count > 0)
            Append(decision.Events, null, null, effects);
    }

    private Decision Decide(IReadOnlyList<ScaleDecision> decisions, DecisionContext context) => Decider.Autoscale(
        State,
        [.. decisions.Select(decision => new ReplicaCount(decision.Expert, decision.Awake))],
        decisions.Count == 1 ? $"autoscaler: {decisions[0].Text}" : $"autoscaler: {decisions.Count} experts, {decisions[0].Expert} first: {decisions[0].Text}",
        context);
}
