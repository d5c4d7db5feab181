using ElasticMoE.Gateway.Errors;

namespace ElasticMoE.Gateway.Keys;

/// <summary>Holds each key to its rate and to its number of requests at a time.</summary>
internal sealed class KeyLimits(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<string, RateBucket> _rates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Counts a request until the result is disposed.</summary>
    /// <exception cref="ApiException">The key is at one of its limits.</exception>
    public IDisposable Enter(ApiKey key)
    {
        lock (_gate)
        {
            int open = _open.GetValueOrDefault(key.Name);
            if (open >= key.ConcurrentMax)
                throw new ApiException(ApiError.TooMany($"{open} requests with this key are open already"));
            if (key.RequestsPerMinute is { } perMinute)
                TakeFrom(key.Name, perMinute);
            _open[key.Name] = open + 1;
        }
        return new Leave(this, key.Name);
    }

    private void TakeFrom(string name, int perMinute)
    {
        if (!_rates.TryGetValue(name, out RateBucket? bucket))
            _rates[name] = bucket = new RateBucket(perMinute);
        if (!bucket.TryTake(time.GetElapsedTime(_start), out TimeSpan wait))
            throw new ApiException(ApiError.TooMany($"more than {perMinute} requests a minute with this key", (int)Math.Ceiling(wait.TotalSeconds)));
    }

    private void Exit(string name)
    {
        lock (_gate)
            _open[name]--;
    }

    private sealed class Leave(KeyLimits limits, string name) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                limits.Exit(name);
        }
    }
}
