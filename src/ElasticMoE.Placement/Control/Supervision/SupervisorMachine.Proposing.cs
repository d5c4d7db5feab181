using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private readonly PlanDesk _desk = new();

    /// <summary>What to ask a planner, for people who want to know what it would have elsewhere. Changes nothing.</summary>
    /// <returns>Null where there is nothing to plan.</returns>
    public PlanQuestion? Question() => State.Model is null || !_membership.HasReached(State)
        ? null
        : new(0, State, new(_membership.Lost, _membership.IsFrozen, _memory.Load));

    /// <summary>What the cluster can lose, by the newest plan; null before the first.</summary>
    public Redundancy? Redundancy => _desk.Redundancy;

    /// <summary>Whether load changes numbers of replicas, unless it is paused.</summary>
    public bool Autoscales => mind.Autoscales;

    private void SendQuestion(List<SupervisorEffect> effects)
    {
        if (_desk.Next() is { } question)
            effects.Add(new SupervisorEffect.Plan(question));
    }
}
