using ElasticMoE.Actors.Timers;

namespace ElasticMoE.Actors.Supervision;

/// <summary>
/// The parent of some actors: restarts each one that fails, with back-off. Where one fails too often it stops the others and fails itself,
/// so that its own parent decides. It is an actor too; groups nest.
/// </summary>
/// <param name="name">For people.</param>
/// <param name="actors">Run side by side.</param>
/// <param name="policy">When to restart, when to give up.</param>
/// <param name="clock">Whose time counts.</param>
/// <param name="log">Takes a line for each failure. Called on many threads.</param>
public sealed class ActorGroup(string name, IReadOnlyList<IActor> actors, RestartPolicy policy, TimeProvider clock, Action<string> log) : IActor
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    /// <exception cref="ActorGaveUpException">An actor has failed too often.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(actors.Select(actor => KeepRunningAsync(actor, ending))).ConfigureAwait(false);
    }

    private async Task KeepRunningAsync(IActor actor, CancellationTokenSource ending)
    {
        // What an actor does before it first waits is not done on its parent's time.
        await Task.Yield();
        var restarts = new RestartMachine(policy);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await actor.RunAsync(ending.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception failure)
            {
                if (ending.IsCancellationRequested)
                    log($"{actor.Name} failed while it was ending: {failure.Message}");
                else
                    await AwaitRestartAsync(actor, failure, restarts.Failed(ActorTimers<int, int>.Microseconds(clock)), ending).ConfigureAwait(false);
            }
        }
    }

    private async Task AwaitRestartAsync(IActor actor, Exception failure, TimeSpan? after, CancellationTokenSource ending)
    {
        if (after is not { } time)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw new ActorGaveUpException(Name, actor.Name, failure);
        }
        log($"{actor.Name} failed, runs again in {time.TotalMilliseconds:0} ms: {failure.Message}");
        try
        {
            await ClockWait.After(clock, time, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
    }
}
