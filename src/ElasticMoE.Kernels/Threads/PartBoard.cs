using System.Runtime.ExceptionServices;

namespace ElasticMoE.Kernels.Threads;

/// <summary>
/// The parts of the job being run. Parts are claimed by counting down, so a claim (a result of 0 or more) always belongs to the job that
/// is published: a thread that comes late finds a count below zero, or a part of the next job, which is as good. A claimed part keeps the
/// job published until it is reported finished.
/// </summary>
internal sealed class PartBoard
{
    private readonly ThreadParker _caller = new();
    private PaddedInt32 _unclaimed;
    private PaddedInt32 _unfinished;
    private ComputeJob? _job;
    private int _parts;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Offers a job's parts. The job before must be finished.</summary>
    public void Publish(ComputeJob job, int parts)
    {
        _job = job;
        _parts = parts;
        _unfinished.Value = parts;
        Interlocked.Exchange(ref _unclaimed.Value, parts);
    }

    /// <summary>Claims and runs parts until none is left.</summary>
    public void Work()
    {
        int finished = 0;
        while (Volatile.Read(ref _unclaimed.Value) > 0)
        {
            int claim = Interlocked.Decrement(ref _unclaimed.Value);
            if (claim < 0)
                break;
            RunPart(_parts - 1 - claim);
            finished++;
        }
        if (finished > 0 && Interlocked.Add(ref _unfinished.Value, -finished) == 0)
            _caller.SignalIfWaiting();
    }

    /// <summary>Returns when all parts have run, and throws the first exception one of them threw.</summary>
    public void WaitUntilFinished(int spinTurnsMax)
    {
        for (int turn = 0; turn < spinTurnsMax && Volatile.Read(ref _unfinished.Value) != 0; turn++)
            Thread.SpinWait(1);
        if (Volatile.Read(ref _unfinished.Value) != 0)
            _caller.WaitWhile(new Unfinished(this));
        ExceptionDispatchInfo? failure = _failure;
        _job = null;
        _failure = null;
        failure?.Throw();
    }

    private void RunPart(int part)
    {
        try
        {
            _job!.Run(part);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }

    private readonly struct Unfinished(PartBoard board) : IParkCondition
    {
        public bool Holds => Volatile.Read(ref board._unfinished.Value) != 0;
    }
}
