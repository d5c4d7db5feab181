namespace ElasticMoE.Actors.Timers;

/// <summary>Waits by a clock that may be virtual.</summary>
internal static class ClockWait
{
    /// <summary>Completes after a time of <paramref name="clock"/>, or cancelled.</summary>
    public static async Task After(TimeProvider clock, TimeSpan time, CancellationToken cancelled)
    {
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ITimer timer = clock.CreateTimer(_ => due.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await due.Task.WaitAsync(cancelled).ConfigureAwait(false);
    }
}
