namespace ElasticMoE.Gateway.Serving;

/// <summary>
/// What a cluster can do about all its experts at once. Who carries it out checks the admin key that a client presents. Members throw
/// <see cref="Contracts.InputException"/> with the exit code that a failure means.
/// </summary>
public interface IElasticity
{
    /// <summary>Puts all experts to sleep, warm; returns once they are.</summary>
    Task SleepAsync(string key, CancellationToken cancelled);

    /// <summary>Wakes all experts that sleep; returns once they are awake.</summary>
    Task WakeAsync(string key, CancellationToken cancelled);

    /// <summary>Wants so many awake replicas of every expert; returns once they are there.</summary>
    Task ScaleAsync(string key, int replicas, CancellationToken cancelled);

    /// <summary>What goes on.</summary>
    Task<ElasticityState> StateAsync(string key, CancellationToken cancelled);
}
