namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>Virtual time: what is due runs in order of time, then of its posting.</summary>
internal sealed class SimQueue
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _events = new();
    private long _posted;

    public long NowMs { get; private set; }

    public void After(long delayMs, Action action) => _events.Enqueue(action, (NowMs + Math.Max(0, delayMs), ++_posted));

    public void RunFor(long durationMs)
    {
        long untilMs = NowMs + durationMs;
        while (_events.TryPeek(out Action? action, out var key) && key.AtMs <= untilMs)
        {
            _events.Dequeue();
            NowMs = key.AtMs;
            action();
        }
        NowMs = untilMs;
    }

    /// <summary>Runs until something is so, at most so long.</summary>
    /// <returns>How long it took; null where it never was.</returns>
    public long? RunUntil(Func<bool> condition, long limitMs)
    {
        long fromMs = NowMs;
        while (!condition())
        {
            if (NowMs - fromMs >= limitMs)
                return null;
            RunFor(10);
        }
        return NowMs - fromMs;
    }
}
