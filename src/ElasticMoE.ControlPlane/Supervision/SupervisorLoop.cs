using ElasticMoE.Actors;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>The supervisor's machine as an actor runs it.</summary>
/// <param name="machine">The machine.</param>
/// <param name="again">Has it begin to lead once more. Where its turn came so late that its time was over, it has stopped, though the lease was renewed meanwhile.</param>
internal sealed class SupervisorLoop(SupervisorMachine machine, Action<long> again) : IMachine<SupervisorInput, SupervisorEffect>
{
    public void Handle(SupervisorInput message, long nowUs, List<SupervisorEffect> effects)
    {
        switch (message)
        {
            case SupervisorInput.Told told:
                machine.Handle(told.Message, nowUs / 1000, effects);
                break;
            case SupervisorInput.Asked asked:
                asked.Look(machine);
                break;
            case SupervisorInput.Renewed renewed:
                machine.Handle(new SupervisorMessage.LeaseRenewed(renewed.UntilMs), nowUs / 1000, effects);
                if (machine.Lease != renewed.Number)
                    again(renewed.Beginning);
                break;
        }
    }
}
