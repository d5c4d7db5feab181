namespace ElasticMoE.Kernels.Threads;

/// <summary>One thread of a pool: it waits for the next round, spinning first, and works.</summary>
internal sealed class ComputeWorker
{
    private readonly ThreadParker _parker = new();
    private readonly WorkerRounds _rounds;
    private readonly PartBoard _board;
    private readonly int _core;
    private readonly Thread _thread;

    /// <summary>A worker that runs on the processor <paramref name="core"/> alone, or anywhere where that is -1.</summary>
    public ComputeWorker(WorkerRounds rounds, PartBoard board, int core)
    {
        _rounds = rounds;
        _board = board;
        _core = core;
        _thread = new Thread(Loop) { IsBackground = true, Name = "compute" };
    }

    public void Start() => _thread.Start();

    /// <summary>Wakes the thread where it is parked; to be called after a round has begun.</summary>
    public void Wake() => _parker.SignalIfWaiting();

    public void Join() => _thread.Join();

    private void Loop()
    {
        if (_core >= 0)
            CoreAffinity.TryPinCurrentThread(_core);
        int round = 0;
        while (true)
        {
            round = WaitForRoundAfter(round);
            if (_rounds.Ended)
                return;
            _board.Work();
        }
    }

    private int WaitForRoundAfter(int round)
    {
        for (int turn = 0; turn < _rounds.SpinTurnsMax && _rounds.Current == round; turn++)
            Thread.SpinWait(1);
        if (_rounds.Current == round)
            _parker.WaitWhile(new NoNewRound(_rounds, round));
        return _rounds.Current;
    }

    private readonly struct NoNewRound(WorkerRounds rounds, int round) : IParkCondition
    {
        public bool Holds => rounds.Current == round;
    }
}
