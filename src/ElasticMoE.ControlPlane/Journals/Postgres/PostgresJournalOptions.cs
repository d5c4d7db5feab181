namespace ElasticMoE.ControlPlane.Journals.Postgres;

/// <summary>How long a database may take. Well under a lease's term, so that a leader learns in time that it can't renew.</summary>
public sealed record PostgresJournalOptions
{
    /// <summary>Longest wait for another's row lock; the database gives the statement up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest statement; the database gives it up.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMilliseconds(1_000);

    /// <summary>Longest silence, after which the connection is given up with the statement's outcome unknown. Whole seconds.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
