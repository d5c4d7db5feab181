using ElasticMoE.Actors;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>The supervisor's machine as an actor runs it.</summary>
internal sealed class SupervisorLoop(SupervisorMachine machine) : IMachine<SupervisorInput, SupervisorEffect>
{
    public void Handle(SupervisorInput message, long nowUs, List<SupervisorEffect> effects)
    {
        if (message is SupervisorInput.Told told)
            machine.Handle(told.Message, nowUs / 1000, effects);
        else
            ((SupervisorInput.Asked)message).Look(machine);
    }
}
