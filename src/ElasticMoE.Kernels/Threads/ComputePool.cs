namespace ElasticMoE.Kernels.Threads;

/// <summary>
/// Threads for arithmetic: the thread that calls <see cref="Run"/> and threads - 1 workers. Parts go to whoever is free; a run allocates
/// nothing. One run at a time: a job can't run another on the same pool.
/// </summary>
public sealed class ComputePool : IDisposable
{
    [ThreadStatic]
    private static ComputePool? s_boundTo;

    private readonly WorkerRounds _rounds;
    private readonly PartBoard _board = new();
    private readonly ComputeWorker[] _workers;
    private readonly int _callerCore;
    private int _running;

    /// <summary>Starts the workers.</summary>
    /// <param name="threads">Threads in all, the caller included; 1 or more.</param>
    /// <param name="options">How threads wait and where they run; null for the defaults.</param>
    public ComputePool(int threads, ComputePoolOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options ??= new ComputePoolOptions();
        if (options.Cores.Count != 0 && options.Cores.Count < threads)
            throw new ArgumentException($"{options.Cores.Count} cores for {threads} threads", nameof(options));
        // A thread that spins while another of the pool waits for its processor only delays both.
        bool maySpin = threads <= Environment.ProcessorCount;
        _rounds = maySpin ? new(options.SpinTurnsMax, Math.Max(options.SpinTurnsMax, options.BurstTurnsMax)) : new(0, 0);
        _callerCore = options.Cores.Count == 0 ? -1 : options.Cores[0];
        _workers = new ComputeWorker[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
            _workers[i] = new ComputeWorker(_rounds, _board, options.Cores.Count == 0 ? -1 : options.Cores[i + 1]);
        foreach (ComputeWorker worker in _workers)
            worker.Start();
    }

    /// <summary>Threads in all, the caller included.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>How many jobs took more than one thread, for whoever counts what a step costs; it wraps around.</summary>
    public int Barriers => _rounds.Current;

    /// <summary>
    /// Says that jobs follow each other closely from now on, or no longer: meanwhile threads spin between them for
    /// <see cref="ComputePoolOptions.BurstTurnsMax"/>, however short they wait else. Waking a parked thread takes longer than many jobs do.
    /// </summary>
    public bool IsBurst
    {
        get => _rounds.IsBurst;
        set => _rounds.IsBurst = value;
    }

    /// <summary>
    /// Lets the calling thread run on the pool's first processor alone from now on, where the pool has processors; costs nothing where it does already. Not
    /// for a process's first thread: by what that one may run on, .NET decides where new threads do.
    /// </summary>
    public void BindCaller()
    {
        if (_callerCore < 0 || s_boundTo == this)
            return;
        s_boundTo = this;
        CoreAffinity.TryPinCurrentThread(_callerCore);
    }

    /// <summary>
    /// Runs parts 0 to parts - 1 of the job and returns when all have run. If parts throw, the others still run, and the first exception
    /// is thrown here. Throws <see cref="InvalidOperationException"/> while another run is under way.
    /// </summary>
    public void Run(ComputeJob job, int parts)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ObjectDisposedException.ThrowIf(_rounds.Ended, this);
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException("the pool is already running a job");
        try
        {
            RunAlone(job, parts);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>Ends the workers and returns when they have ended.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException("the pool is still running a job");
        _rounds.End();
        foreach (ComputeWorker worker in _workers)
            worker.Wake();
        foreach (ComputeWorker worker in _workers)
            worker.Join();
        Volatile.Write(ref _running, 0);
    }

    private void RunAlone(ComputeJob job, int parts)
    {
        if (parts == 1)
        {
            job.Run(0);
            return;
        }
        _board.Publish(job, parts);
        int helpers = Math.Min(_workers.Length, parts - 1);
        if (helpers > 0)
            _rounds.Begin();
        for (int i = 0; i < helpers; i++)
            _workers[i].Wake();
        _board.Work();
        _board.WaitUntilFinished(_rounds.SpinTurnsMax);
    }
}
