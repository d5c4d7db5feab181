namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// What is wrong with the network of this process, for trials of failure: nothing until it is asked for. While it is cut off, bytes in both directions wait, as they do
/// in a network whose packets vanish; connections stay open.
/// </summary>
public sealed class LinkFaults
{
    private readonly object _gate = new();
    private int _cuts;
    private int _delayMs;

    /// <summary>Whether it is cut off.</summary>
    internal bool IsCut => Volatile.Read(ref _cuts) > 0;

    /// <summary>How late what is sent is, ms.</summary>
    internal int DelayMs => Volatile.Read(ref _delayMs);

    /// <summary>Cuts this process off until the result is disposed.</summary>
    public IDisposable CutOff()
    {
        Change(() => _cuts++);
        return new Ending(() => Change(() => _cuts--));
    }

    /// <summary>Lets everything that is sent wait first, until the result is disposed.</summary>
    public IDisposable Delay(int ms)
    {
        Change(() => _delayMs += ms);
        return new Ending(() => Change(() => _delayMs -= ms));
    }

    /// <summary>Waits while this process is cut off.</summary>
    /// <param name="isOver">Whether nobody waits any more; <see cref="LookAgain"/> says that it may have changed.</param>
    /// <param name="limitMs">How long at most; 0 for ever.</param>
    /// <returns>Whether it is whole.</returns>
    internal bool WaitUntilWhole(Func<bool> isOver, int limitMs)
    {
        long started = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (_cuts > 0 && !isOver())
            {
                int leftMs = limitMs == 0 ? Timeout.Infinite : limitMs - (int)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
                if (limitMs != 0 && leftMs <= 0)
                    return false;
                Monitor.Wait(_gate, leftMs);
            }
            return _cuts == 0;
        }
    }

    /// <summary>Waits as long as what is sent is late.</summary>
    internal void WaitDelay(Func<bool> isOver)
    {
        long started = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (_delayMs - (int)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds is > 0 and int leftMs && !isOver())
                Monitor.Wait(_gate, leftMs);
        }
    }

    /// <summary>Wakes those who wait.</summary>
    internal void LookAgain()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true))
                end();
        }
    }
}
