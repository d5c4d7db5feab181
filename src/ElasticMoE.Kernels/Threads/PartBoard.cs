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
    private PublishedJob _published;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Offers a job's parts. The job before must be finished.</summary>
    public void Publish(ComputeJob job, int parts)
    {
        _published.Job = job;
        _published.Parts = parts;
        _published.Unfinished = parts;
        Interlocked.Exchange(ref _published.Unclaimed, parts);
    }

    /// <summary>Claims and runs parts until none is left.</summary>
    public void Work()
    {
        int finished = 0;
        while (Volatile.Read(ref _published.Unclaimed) > 0)
        {
            int claim = Interlocked.Decrement(ref _published.Unclaimed);
            if (claim < 0)
                break;
            RunPart(_published.Parts - 1 - claim);
            finished++;
        }
        if (finished > 0 && Interlocked.Add(ref _published.Unfinished, -finished) == 0)
            _caller.SignalIfWaiting();
    }

    /// <summary>Returns when all parts have run, and throws the first exception one of them threw.</summary>
    public void WaitUntilFinished(int spinTurnsMax)
    {
        for (int turn = 0; turn < spinTurnsMax && Volatile.Read(ref _published.Unfinished) != 0; turn++)
            Thread.SpinWait(1);
        if (Volatile.Read(ref _published.Unfinished) != 0)
            _caller.WaitWhile(new Unfinished(this));
        ExceptionDispatchInfo? failure = _failure;
        _published.Job = null;
        _failure = null;
        failure?.Throw();
    }

    private void RunPart(int part)
    {
        try
        {
            _published.Job!.Run(part);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }

    private readonly struct Unfinished(PartBoard board) : IParkCondition
    {
        public bool Holds => Volatile.Read(ref board._published.Unfinished) != 0;
    }
}
