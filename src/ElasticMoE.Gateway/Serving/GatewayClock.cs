namespace ElasticMoE.Gateway.Serving;

/// <summary>How long a stream may be silent.</summary>
internal sealed class GatewayClock(TimeProvider time, TimeSpan silenceMax)
{
    /// <summary>Waits for the task, at most until a sign of life is due; returns whether it has ended, in whatever way.</summary>
    public async Task<bool> WaitAsync(Task task, CancellationToken cancelled)
    {
        // Neither the time running out nor the task's own failure is an exception here; whoever awaits the task gets the latter.
        await task.WaitAsync(silenceMax, time, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancelled.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }
}
