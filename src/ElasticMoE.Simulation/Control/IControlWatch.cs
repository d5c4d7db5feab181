using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Simulation.Control;

/// <summary>Is told of all that supervisors and their planners do, and may time it. Nothing that happens depends on it.</summary>
internal interface IControlWatch
{
    /// <summary>A supervisor is about to take a message, or a planner a question.</summary>
    /// <returns>The time, for the call that tells of its end.</returns>
    long Begin();

    /// <summary>A supervisor has taken a message.</summary>
    void Handled(SupervisorMessage message, IReadOnlyList<SupervisorEffect> effects, long began);

    /// <summary>A planner has answered.</summary>
    void Planned(long began);
}
