using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>From a lease that is taken to a supervisor that leads: the journal is replayed between, on the journal's thread.</summary>
/// <param name="options">The supervisor's.</param>
/// <param name="journal">The journal's thread.</param>
/// <param name="tell">Takes messages for the supervisor.</param>
/// <param name="introduce">Has everybody who is connected introduce himself, once the supervisor has handled what it was told before.</param>
internal sealed class Leadership(SupervisorOptions options, BlockingThread journal, Action<SupervisorInput> tell, Action introduce) : ILeadership
{
    private readonly Lock _gate = new();
    private long _number;
    private long _untilMs;
    private long _told;
    private long _beginnings;

    public void Lead(long number, long untilMs)
    {
        lock (_gate)
        {
            bool isNew = number != _number;
            (_number, _untilMs) = (number, untilMs);
            if (isNew)
                journal.Post(() => Begin(number));
            else if (_told == number)
                tell(new SupervisorInput.Renewed(_beginnings, number, untilMs));
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            (_number, _told) = (0, 0);
            tell(new SupervisorInput.Told(new SupervisorMessage.LeaseLost()));
        }
    }

    /// <summary>The supervisor stopped by itself, though the lease is still this process's: it begins anew.</summary>
    public void Again(long beginning)
    {
        lock (_gate)
        {
            if (_told == 0 || beginning != _beginnings)
                return;
            long number = _told;
            _told = 0;
            journal.Post(() => Begin(number));
        }
    }

    private void Begin(long number)
    {
        ControlState state = JournalReplay.Run(options.Journal);
        CheckModel(state);
        lock (_gate)
        {
            // It may have been lost while the journal was read.
            if (_number != number)
                return;
            _told = number;
            _beginnings++;
            tell(new SupervisorInput.Told(new SupervisorMessage.LeaseAcquired(number, _untilMs, options.Holder, state)));
        }
        options.Log($"leads under number {number}, after {state.Index} events");
        options.Led(number);
        introduce();
    }

    private void CheckModel(ControlState state)
    {
        if (state.Model is { } known && known != options.Model.Shape)
            throw new Contracts.InputException(options.Journal.Name, "is the journal of a cluster with another model");
    }
}
