using ElasticMoE.Actors;
using ElasticMoE.Placement.Control.Leases;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>The lease's machine as an actor runs it.</summary>
internal sealed class LeaseLoop(LeaseMachine machine) : IMachine<LeaseMessage, LeaseEffect>
{
    public void Handle(LeaseMessage message, long nowUs, List<LeaseEffect> effects) => machine.Handle(message, nowUs / 1000, effects);
}
