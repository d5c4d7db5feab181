namespace ElasticMoE.Kernels.Threads;

/// <summary>The number of the current round, which idle workers watch. Each job is a round, and so is the end.</summary>
/// <param name="idleTurnsMax">Turns that a thread spins for what comes next before it parks.</param>
/// <param name="burstTurnsMax">The same within a burst.</param>
internal sealed class WorkerRounds(int idleTurnsMax, int burstTurnsMax)
{
    private PaddedInt32 _current;
    private volatile bool _ended;
    private volatile bool _isBurst;

    public int Current => Volatile.Read(ref _current.Value);

    public bool Ended => _ended;

    /// <summary>Whether the next round is expected within microseconds.</summary>
    public bool IsBurst
    {
        get => _isBurst;
        set => _isBurst = value;
    }

    public int SpinTurnsMax => _isBurst ? burstTurnsMax : idleTurnsMax;

    public void Begin() => Interlocked.Increment(ref _current.Value);

    public void End()
    {
        _ended = true;
        Begin();
    }
}
