using ElasticMoE.Actors;
using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.Leases;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Takes and renews the lease, on a thread that does nothing else, and says when this process leads.</summary>
internal sealed class LeaseHolder : IEffectPerformer<LeaseEffect>, IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    private readonly Mailbox<bool, LeaseMessage> _mailbox = new(commandsMax: 64, keysMax: 2);
    private readonly SupervisorOptions _options;
    private readonly ILeadership _leadership;
    private readonly BlockingThread _thread;
    private readonly ITimer _timer;

    public LeaseHolder(SupervisorOptions options, ILeadership leadership, Action<Exception> failed)
    {
        (_options, _leadership) = (options, leadership);
        _thread = new BlockingThread("lease", waitingMax: 16, failed);
        _timer = options.Clock.CreateTimer(_ => _mailbox.Observe(false, new LeaseMessage.Tick()), null, s_tick, s_tick);
        Actor = new Actor<bool, LeaseMessage, LeaseEffect>("lease", _mailbox, options.Clock, () => new LeaseLoop(new LeaseMachine(options.TermMs, options.IsExclusive)), _ => this);
    }

    public IActor Actor { get; }

    /// <summary>Somebody leads under a higher number.</summary>
    public void Supersede() => _mailbox.Observe(true, new LeaseMessage.Superseded());

    public void Perform(LeaseEffect effect)
    {
        switch (effect)
        {
            case LeaseEffect.Read:
                Ask(() => new LeaseMessage.WasRead(Read()));
                break;
            case LeaseEffect.Take take:
                Ask(() => new LeaseMessage.WasTaken(Take(take.Seen)));
                break;
            case LeaseEffect.Renew renew:
                Ask(() => new LeaseMessage.WasRenewed(Renew(renew.Own.Number)));
                break;
            case LeaseEffect.Lead lead:
                _leadership.Lead(lead.Number, lead.UntilMs);
                break;
            case LeaseEffect.Stop:
                _leadership.Stop();
                break;
        }
    }

    /// <summary>By its actor, when that ends.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _thread.Dispose();
    }

    private void Ask(Func<LeaseMessage> ask) => _thread.Post(() => _mailbox.Command(ask()));

    private LeaseRow? Read()
    {
        JournalResult<JournalHead> head = _options.Journal.ReadHead();
        return head.IsDone ? new LeaseRow(head.Value.Number, head.Value.Renewal) : null;
    }

    /// <summary>Null where nobody knows.</summary>
    private bool? Take(LeaseRow seen)
    {
        JournalResult<long> taken = _options.Journal.Take(JournalHead.Empty with { Number = seen.Number, Renewal = seen.Renewal }, _options.Holder);
        return taken.Outcome == JournalOutcome.Unknown ? null : taken.IsDone;
    }

    /// <summary>Only a number that is another's ends leading; what couldn't be written is looked for again.</summary>
    private bool? Renew(long number)
    {
        JournalResult<long> renewed = _options.Journal.Renew(number);
        return renewed.IsDone ? true : renewed.Outcome == JournalOutcome.Refused ? false : null;
    }
}
