namespace ElasticMoE.Actors.Supervision;

/// <summary>How a parent deals with a child that fails.</summary>
public sealed record RestartPolicy
{
    /// <summary>Before the first restart; doubled with each that follows.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest wait before a restart.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures within <see cref="Window"/> that a parent bears; at one more it gives up.</summary>
    public int FailuresMax { get; init; } = 10;

    /// <summary>How long a failure counts.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
}
