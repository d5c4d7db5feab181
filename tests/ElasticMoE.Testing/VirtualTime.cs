namespace ElasticMoE.Testing;

/// <summary>A clock that moves when it is told to, and fires timers on the way, in order of their time, on the thread that moves it.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _due = new(Comparer<VirtualTimer>.Create((one, other) => (one.DueTicks, one.Number).CompareTo((other.DueTicks, other.Number))));
    private readonly object _gate = new();
    private long _ticks;
    private long _lastNumber;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are set.</summary>
    public int TimersSet
    {
        get
        {
            lock (_gate)
                return _due.Count;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan time)
    {
        long end = GetTimestamp() + time.Ticks;
        while (TakeDue(end) is { } timer)
            timer.Fire();
        Interlocked.Exchange(ref _ticks, end);
    }

    /// <summary>Waits until a timer is set.</summary>
    /// <param name="guard">After which the test hangs.</param>
    public void AwaitTimer(TimeSpan guard)
    {
        lock (_gate)
        {
            while (_due.Count == 0)
            {
                if (!Monitor.Wait(_gate, guard))
                    throw new TimeoutException("no timer was set");
            }
        }
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            if (_due.Min is not { } next || next.DueTicks > end)
                return null;
            _due.Remove(next);
            Interlocked.Exchange(ref _ticks, Math.Max(_ticks, next.DueTicks));
            if (next.PeriodTicks > 0)
                Add(next, next.PeriodTicks);
            return next;
        }
    }

    private void Add(VirtualTimer timer, long afterTicks)
    {
        (timer.DueTicks, timer.Number) = (_ticks + afterTicks, ++_lastNumber);
        _due.Add(timer);
        Monitor.PulseAll(_gate);
    }

    private sealed class VirtualTimer(VirtualTime clock, Action fire) : ITimer
    {
        public long DueTicks { get; set; }

        public long Number { get; set; }

        public long PeriodTicks { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._due.Remove(this);
                PeriodTicks = Math.Max(0, period.Ticks);
                if (dueTime >= TimeSpan.Zero)
                    clock.Add(this, dueTime.Ticks);
            }
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._due.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
