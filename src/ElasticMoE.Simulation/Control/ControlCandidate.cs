using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>A candidate: both machines, and the shell around them, which may die between any two effects. Its clock runs a little too fast or too slow.</summary>
internal sealed class ControlCandidate
{
    private const int TickMs = 50;

    private readonly ControlScene _scene;
    private readonly SeededRandom _random;
    private readonly Queue<Action> _held = new();
    private readonly long _driftPerMille;
    private LeaseMachine _lease = new(LeaseMachine.TermMs);
    private (long Number, long UntilMs) _leads;
    private long _askedAt;

    public ControlCandidate(ControlScene scene, int id)
    {
        (_scene, Id, Name, _random) = (scene, id, $"candidate {id}", scene.Random.Fork());
        _driftPerMille = _random.Between(-100, 100);
        Machine = Begin();
        scene.After(id * 3, Tick);
    }

    public int Id { get; }

    public string Name { get; }

    /// <summary>One start of the process.</summary>
    public int Life { get; private set; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public bool Leads => !IsDead && Machine.Lease > 0;

    public SupervisorMachine Machine { get; private set; }

    /// <summary>What it sends to nodes takes so long.</summary>
    public long LatenessMs { get; set; }

    /// <summary>Of a thousand effects, this many kill the process before they happen.</summary>
    public int CrashPerMille { get; set; }

    private long ClockMs => _scene.NowMs + _scene.NowMs * _driftPerMille / 1000;

    public void Crash(long restartAfterMs)
    {
        _scene.World.Note(Name, $"dies");
        LeadNoMore();
        IsDead = true;
        Life++;
        _held.Clear();
        _scene.After(restartAfterMs, () =>
        {
            (_lease, IsDead) = (new(LeaseMachine.TermMs), false);
            Machine = Begin();
        });
    }

    /// <summary>A leader whose time is over, and who hasn't noticed because it stands still, doesn't lead.</summary>
    public void NoteOverdue()
    {
        if (_leads.Number > 0 && _scene.NowMs >= _leads.UntilMs)
            _scene.Histories.Ended(_leads.Number, _leads.UntilMs, isKnown: false);
    }

    /// <summary>Stands still; what arrives waits.</summary>
    public void Pause(long durationMs)
    {
        _scene.World.Note(Name, $"stands still for {durationMs} ms");
        IsPaused = true;
        _scene.After(durationMs, () =>
        {
            IsPaused = false;
            while (!IsPaused && _held.TryDequeue(out Action? held))
                held();
        });
    }

    public void Give(SupervisorMessage message) => Do(() =>
    {
        var effects = new List<SupervisorEffect>();
        long began = _scene.Watch?.Begin() ?? 0;
        Machine.Handle(message, ClockMs, effects);
        _scene.Watch?.Handled(message, effects, began);
        foreach (SupervisorEffect effect in effects)
        {
            if (!Survives())
                return;
            _scene.Shell.Perform(this, effect, Answer<SupervisorMessage>(Give));
        }
    });

    public void Give(LeaseMessage message) => Do(() =>
    {
        var effects = new List<LeaseEffect>();
        _lease.Handle(message, ClockMs, effects);
        foreach (LeaseEffect effect in effects)
        {
            if (!Survives())
                return;
            Perform(effect);
        }
    });

    private SupervisorMachine Begin()
    {
        var machine = new SupervisorMachine(_scene.Settings.Mind);
        machine.Handle(new SupervisorMessage.ModelGiven(_scene.Settings.Model, _scene.Settings.Nodes), ClockMs, []);
        return machine;
    }

    private void Perform(LeaseEffect effect)
    {
        Action<LeaseMessage> reply = Answer<LeaseMessage>(Give);
        switch (effect)
        {
            case LeaseEffect.Read:
                _scene.Journal.Read(row => reply(new LeaseMessage.WasRead(row)));
                break;
            case LeaseEffect.Take take:
                _askedAt = _scene.Histories.Moment();
                _scene.Journal.Swap(take.Seen, new(take.Seen.Number + 1, 0), done => reply(new LeaseMessage.WasTaken(done)));
                break;
            case LeaseEffect.Renew renew:
                _scene.Journal.Swap(renew.Own, renew.Own with { Renewal = renew.Own.Renewal + 1 }, done => reply(new LeaseMessage.WasRenewed(done)));
                break;
            case LeaseEffect.Lead lead when Machine.Lease == lead.Number:
                Lead(lead);
                Give(new SupervisorMessage.LeaseRenewed(lead.UntilMs));
                break;
            case LeaseEffect.Lead lead:
                Lead(lead);
                _scene.World.Note(Name, $"leads under {lead.Number}");
                Give(new SupervisorMessage.LeaseAcquired(lead.Number, lead.UntilMs, Name, _scene.Journal.Replay()));
                _scene.Links.Introduce(this);
                break;
            case LeaseEffect.Stop:
                LeadNoMore();
                Give(new SupervisorMessage.LeaseLost());
                break;
        }
    }

    private void Lead(LeaseEffect.Lead lead)
    {
        if (_leads.Number != lead.Number)
            _scene.Histories.Began(lead.Number, _askedAt);
        // Its own clock says until when.
        _leads = (lead.Number, lead.UntilMs * 1000 / (1000 + _driftPerMille));
    }

    private void LeadNoMore()
    {
        if (_leads.Number > 0)
            _scene.Histories.Ended(_leads.Number, _leads.UntilMs, isKnown: true);
        _leads = default;
    }

    /// <summary>Answers reach the start of the process that asked.</summary>
    private Action<T> Answer<T>(Action<T> give)
    {
        int life = Life;
        return message =>
        {
            if (life == Life)
                give(message);
        };
    }

    private bool Survives()
    {
        if (IsDead)
            return false;
        if (CrashPerMille == 0 || !_random.Chance(CrashPerMille))
            return true;
        Crash(_random.Between(100, 3000));
        return false;
    }

    private void Do(Action action)
    {
        if (IsDead)
            return;
        if (IsPaused)
            _held.Enqueue(action);
        else
            action();
    }

    private void Tick()
    {
        _scene.After(TickMs, Tick);
        if (IsPaused)
            return;
        Give(new LeaseMessage.Tick());
        Give(new SupervisorMessage.Tick(_scene.NowMs));
    }
}
