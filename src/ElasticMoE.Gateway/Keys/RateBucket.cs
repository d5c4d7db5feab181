using ElasticMoE.Contracts;

namespace ElasticMoE.Gateway.Keys;

/// <summary>Allows so many requests a minute, evenly, with a burst of a minute's worth.</summary>
[Machine]
internal sealed class RateBucket(int perMinute)
{
    private double _tokens = perMinute;
    private TimeSpan _last;

    /// <summary>Takes one; where there is none, says how long until there is.</summary>
    /// <param name="now">Time since any fixed moment.</param>
    /// <param name="wait">How long to wait; zero where one was taken.</param>
    public bool TryTake(TimeSpan now, out TimeSpan wait)
    {
        double perSecond = perMinute / 60.0;
        _tokens = Math.Min(perMinute, _tokens + Math.Max(0, (now - _last).TotalSeconds) * perSecond);
        _last = now;
        wait = _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
