using ElasticMoE.Contracts;

namespace ElasticMoE.Actors.Supervision;

/// <summary>Decides about one child's restarts: each later than the one before, until too many failures lie within the policy's window.</summary>
[Machine]
public sealed class RestartMachine(RestartPolicy policy)
{
    private readonly Queue<long> _failuresUs = new();

    /// <summary>The child has failed.</summary>
    /// <param name="nowUs">The time, microseconds.</param>
    /// <returns>After what time it is to run again; null to give up.</returns>
    public TimeSpan? Failed(long nowUs)
    {
        while (_failuresUs.TryPeek(out long earliestUs) && nowUs - earliestUs > policy.Window.TotalMicroseconds)
            _failuresUs.Dequeue();
        if (_failuresUs.Count == policy.FailuresMax)
            return null;
        int doublings = Math.Min(_failuresUs.Count, 62);
        _failuresUs.Enqueue(nowUs);
        double ticks = Math.Min(policy.BackOffMin.Ticks * (double)(1L << doublings), policy.BackOffMax.Ticks);
        return TimeSpan.FromTicks((long)ticks);
    }
}
