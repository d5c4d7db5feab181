using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What a planner is asked: the wanted state as it is, which may be answered on any thread.</summary>
/// <param name="Number">Names the question; an answer to another one means nothing.</param>
/// <param name="State">What is wanted, as of its index.</param>
/// <param name="Context">What else counts.</param>
public sealed record PlanQuestion(long Number, ControlState State, DecisionContext Context)
{
    /// <summary>Asks a planner. Pure, and takes as long as the planner does.</summary>
    /// <param name="planner">Plans where replicas go.</param>
    public PlanAnswer Answer(Func<PlacementProblem, PlacementPlan> planner)
    {
        PlacementPlan plan = planner(PlannerBridge.ToProblem(State, Context));
        string[] decisions = [.. plan.Decisions.Select(decision => decision.Text)];
        if (plan.Unplaced.Count > 0)
            return new(Number, null, decisions, plan.Redundancy);
        var draft = new PlacementDraft(State, Context);
        IReadOnlyList<WantedReplicas>? changes = PlannerBridge.Apply(plan, State, draft) ? draft.Changes : null;
        return new(Number, changes, decisions, plan.Redundancy);
    }

    /// <summary>Whether all that the plan depends on is still so. Other load alone makes no plan wrong.</summary>
    internal bool IsStillAsked(ControlState state, DecisionContext context) =>
        State.Wanted == state.Wanted && State.Nodes == state.Nodes && State.Experts == state.Experts && State.Revisions == state.Revisions
        && State.Knobs == state.Knobs && Context.IsFrozen == context.IsFrozen && Context.Lost.SetEquals(context.Lost);
}
