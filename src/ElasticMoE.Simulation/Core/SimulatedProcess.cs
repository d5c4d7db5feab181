namespace ElasticMoE.Simulation.Core;

/// <summary>
/// A process: its events wait while it is paused and are lost when it crashes. A crash, or anything else, can be planned to fall between two
/// of its effects: it performs each effect only where <see cref="Lives"/> says so.
/// </summary>
internal abstract class SimulatedProcess(World world, string name)
{
    private readonly Queue<Action> _heldUp = new();
    private long _pausedUntilUs;
    private int _effectsLeft;
    private Action? _betweenEffects;

    public World World => world;

    public string Name => name;

    public bool IsAlive { get; private set; }

    public bool IsPaused => world.NowUs < _pausedUntilUs;

    /// <summary>Its clock runs so much too fast, or too slow where it is negative.</summary>
    public int DriftPerMille { get; set; }

    /// <summary>Its monotonic clock.</summary>
    public long ClockUs => world.NowUs + world.NowUs * DriftPerMille / 1000;

    /// <summary>Counts its starts.</summary>
    public int Life { get; private set; }

    public void Start()
    {
        if (IsAlive)
            return;
        IsAlive = true;
        Life++;
        _pausedUntilUs = 0;
        world.Note(name, $"starts, life {Life}");
        OnStart();
    }

    public void Crash(string cause)
    {
        if (!IsAlive)
            return;
        world.Note(name, $"dies: {cause}");
        IsAlive = false;
        _heldUp.Clear();
        _betweenEffects = null;
        OnCrash();
    }

    /// <summary>Stands still; what reaches it waits.</summary>
    public void Pause(long forUs)
    {
        if (!IsAlive)
            return;
        _pausedUntilUs = Math.Max(_pausedUntilUs, world.NowUs + forUs);
        world.After(_pausedUntilUs - world.NowUs, Resume);
    }

    /// <summary>Plans an event of this life.</summary>
    public void After(long delayUs, Action happens)
    {
        int life = Life;
        world.After(delayUs, () =>
        {
            if (!IsAlive || life != Life)
                return;
            if (IsPaused)
                _heldUp.Enqueue(happens);
            else
                happens();
        });
    }

    /// <summary>Something happens between this process's next effects: after so many of them, or after a while where it has fewer.</summary>
    public void BetweenEffects(int effects, Action happens)
    {
        const long patienceUs = 50_000;
        (_effectsLeft, _betweenEffects) = (effects, happens);
        After(patienceUs, () =>
        {
            if (ReferenceEquals(_betweenEffects, happens))
                Interrupt();
        });
    }

    /// <summary>Asked before each effect: false where the process has died, and the effect with it.</summary>
    protected bool Lives()
    {
        if (_betweenEffects is not null && _effectsLeft-- == 0)
            Interrupt();
        return IsAlive;
    }

    protected abstract void OnStart();

    protected abstract void OnCrash();

    private void Interrupt()
    {
        Action? happens = _betweenEffects;
        _betweenEffects = null;
        happens?.Invoke();
    }

    private void Resume()
    {
        if (IsAlive && !IsPaused && _heldUp.Count > 0)
            world.Note(name, $"resumes; {_heldUp.Count} events wait");
        while (IsAlive && !IsPaused && _heldUp.TryDequeue(out Action? happens))
            happens();
    }
}
