using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>A candidate: both machines, and the shell around them, which may die between any two effects.</summary>
internal sealed class SimSupervisor
{
    private readonly SimWorld _world;
    private readonly Queue<Action> _held = new();
    private LeaseMachine _lease = new(LeaseMachine.TermMs);
    private SupervisorMachine _machine;

    public SimSupervisor(SimWorld world, int id)
    {
        (_world, Id, _machine) = (world, id, new(world.Mind));
        Give(new SupervisorMessage.ModelGiven(world.Model, world.Nodes.Count));
        world.Queue.After(id * 3, Tick);
    }

    public int Id { get; }

    /// <summary>One start of the process.</summary>
    public int Life { get; private set; }

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public bool Leads => !IsDead && _machine.Lease > 0;

    public SupervisorMachine Machine => _machine;

    /// <summary>What it sends to nodes takes so long.</summary>
    public long LatenessMs { get; set; }

    /// <summary>Of a thousand effects, this many kill the process before they happen.</summary>
    public int CrashPerMille { get; set; }

    public void Crash(long restartAfterMs)
    {
        IsDead = true;
        Life++;
        _held.Clear();
        _world.Queue.After(restartAfterMs, () =>
        {
            (_lease, _machine, IsDead) = (new(LeaseMachine.TermMs), new(_world.Mind), false);
            Give(new SupervisorMessage.ModelGiven(_world.Model, _world.Nodes.Count));
        });
    }

    /// <summary>Stands still; what arrives waits.</summary>
    public void Pause(long durationMs)
    {
        IsPaused = true;
        _world.Queue.After(durationMs, () =>
        {
            IsPaused = false;
            while (!IsPaused && _held.TryDequeue(out Action? held))
                held();
        });
    }

    public void Give(SupervisorMessage message) => Do(() =>
    {
        var effects = new List<SupervisorEffect>();
        _machine.Handle(message, _world.Queue.NowMs, effects);
        foreach (SupervisorEffect effect in effects)
        {
            if (!Survives())
                return;
            _world.Perform(this, effect, Reply());
        }
    });

    public void Give(LeaseMessage message) => Do(() =>
    {
        var effects = new List<LeaseEffect>();
        _lease.Handle(message, _world.Queue.NowMs, effects);
        foreach (LeaseEffect effect in effects)
        {
            if (!Survives())
                return;
            Perform(effect);
        }
    });

    private void Perform(LeaseEffect effect)
    {
        Action<LeaseMessage> reply = Answer<LeaseMessage>(Give);
        switch (effect)
        {
            case LeaseEffect.Read:
                _world.Journal.Read(row => reply(new LeaseMessage.WasRead(row)));
                break;
            case LeaseEffect.Take take:
                _world.Journal.Swap(take.Seen, new(take.Seen.Number + 1, 0), done => reply(new LeaseMessage.WasTaken(done)));
                break;
            case LeaseEffect.Renew renew:
                _world.Journal.Swap(renew.Own, renew.Own with { Renewal = renew.Own.Renewal + 1 }, done => reply(new LeaseMessage.WasRenewed(done)));
                break;
            case LeaseEffect.Lead lead when _machine.Lease == lead.Number:
                Give(new SupervisorMessage.LeaseRenewed(lead.UntilMs));
                break;
            case LeaseEffect.Lead lead:
                Give(new SupervisorMessage.LeaseAcquired(lead.Number, lead.UntilMs, $"supervisor {Id}", _world.Journal.Replayed));
                _world.Introduce(this);
                break;
            case LeaseEffect.Stop:
                Give(new SupervisorMessage.LeaseLost());
                break;
        }
    }

    private Action<SupervisorMessage> Reply() => Answer<SupervisorMessage>(Give);

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
        if (_world.Random.Next(1000) >= CrashPerMille)
            return true;
        Crash(_world.Random.Next(100, 3000));
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
        _world.Queue.After(50, Tick);
        if (IsPaused)
            return;
        Give(new LeaseMessage.Tick());
        Give(new SupervisorMessage.Tick(_world.Queue.NowMs));
    }
}
