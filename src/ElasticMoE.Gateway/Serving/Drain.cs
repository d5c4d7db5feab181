namespace ElasticMoE.Gateway.Serving;

/// <summary>Counts requests under way, so that a server that is to end can wait for them.</summary>
internal sealed class Drain
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    /// <summary>Whether no further requests are taken.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Requests under way.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open;
        }
    }

    /// <summary>Counts a request until the result is disposed; null once the server is ending.</summary>
    public IDisposable? TryEnter()
    {
        lock (_gate)
        {
            if (HasBegun)
                return null;
            _open++;
            return new Inside(this);
        }
    }

    /// <summary>Takes no further requests; the task completes when none is under way.</summary>
    public Task Begin()
    {
        lock (_gate)
        {
            HasBegun = true;
            if (_open == 0)
                _idle.TrySetResult();
        }
        return _idle.Task;
    }

    private void Exit()
    {
        lock (_gate)
        {
            if (--_open == 0 && HasBegun)
                _idle.TrySetResult();
        }
    }

    private sealed class Inside(Drain drain) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                drain.Exit();
        }
    }
}
