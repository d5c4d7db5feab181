namespace ElasticMoE.Kernels.Threads;

/// <summary>
/// Where one thread waits without using its processor. A signal given before the wait is kept, and one may be left over from earlier, so
/// the waiting thread checks its condition in a loop.
/// </summary>
internal sealed class ThreadParker
{
    private readonly object _gate = new();
    private volatile bool _waits;
    private bool _signalled;

    /// <summary>Blocks until the condition that <paramref name="shouldWait"/> reads has changed and a signal told so.</summary>
    public void WaitWhile<TCondition>(TCondition shouldWait)
        where TCondition : struct, IParkCondition
    {
        _waits = true;
        // The signalling thread changes the condition and then reads _waits; this thread does it the other way round. With a full fence
        // on either side at least one of them sees the other's change.
        Interlocked.MemoryBarrier();
        while (shouldWait.Holds)
            WaitForSignal();
        _waits = false;
    }

    /// <summary>To be called after the condition has changed by an interlocked operation.</summary>
    public void SignalIfWaiting()
    {
        if (!_waits)
            return;
        lock (_gate)
        {
            _signalled = true;
            Monitor.Pulse(_gate);
        }
    }

    private void WaitForSignal()
    {
        lock (_gate)
        {
            while (!_signalled)
                Monitor.Wait(_gate);
            _signalled = false;
        }
    }
}
