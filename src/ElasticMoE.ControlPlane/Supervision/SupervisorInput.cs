using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>What waits in a supervisor's mailbox.</summary>
internal abstract record SupervisorInput
{
    private SupervisorInput()
    {
    }

    /// <summary>Something for the machine.</summary>
    public sealed record Told(SupervisorMessage Message) : SupervisorInput;

    /// <summary>Somebody wants to look at the machine, between two messages.</summary>
    public sealed record Asked(Action<SupervisorMachine> Look) : SupervisorInput;

    /// <summary>The lease is renewed.</summary>
    /// <param name="Beginning">Counts how often the process has begun to lead; what is said of an earlier one means nothing.</param>
    /// <param name="Number">The lease's number.</param>
    /// <param name="UntilMs">Until when to act.</param>
    public sealed record Renewed(long Beginning, long Number, long UntilMs) : SupervisorInput;
}
