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
}
