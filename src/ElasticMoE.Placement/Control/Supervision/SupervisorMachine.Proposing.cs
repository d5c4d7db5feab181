using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    /// <summary>What the planner would have elsewhere now, for people. Changes nothing.</summary>
    /// <returns>Null where there is no planner or nothing to plan, or where its plan wouldn't hold.</returns>
    public (PlacementPlan Plan, IReadOnlyList<WantedReplicas> Changes)? Propose()
    {
        if (planner is null || State.Model is null || State.Nodes.IsEmpty)
            return null;
        var context = new DecisionContext(_membership.Lost, _membership.IsFrozen, _memory.Load);
        PlacementPlan plan = planner(PlannerBridge.ToProblem(State, context));
        var draft = new PlacementDraft(State, context);
        return plan.Unplaced.Count == 0 && PlannerBridge.Apply(plan, State, draft) ? (plan, draft.Changes) : null;
    }
}
