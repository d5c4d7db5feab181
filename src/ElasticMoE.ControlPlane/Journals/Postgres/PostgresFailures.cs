using ElasticMoE.Contracts;
using Npgsql;

namespace ElasticMoE.ControlPlane.Journals.Postgres;

/// <summary>What a failed statement means for the journal.</summary>
internal static class PostgresFailures
{
    private const string ClassOfResources = "53", ClassOfOperators = "57", ClassOfConnections = "08";

    /// <summary>
    /// An error that the database states has undone the statement. Where it shuts down, or nothing is heard, the statement may have been
    /// committed before.
    /// </summary>
    /// <exception cref="InputException">The database can't hold a journal: no rights, no such tables.</exception>
    public static JournalOutcome Judge(NpgsqlException failed, string store) => failed switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => JournalOutcome.Busy,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => JournalOutcome.Busy,
        PostgresException { SqlState: var state } when state.StartsWith(ClassOfResources, StringComparison.Ordinal) => JournalOutcome.Full,
        PostgresException { SqlState: var state } when state.StartsWith(ClassOfOperators, StringComparison.Ordinal) || state.StartsWith(ClassOfConnections, StringComparison.Ordinal) => JournalOutcome.Unknown,
        PostgresException stated => throw new InputException(store, $"can't be used: {stated.MessageText} ({stated.SqlState})", inner: stated),
        _ => JournalOutcome.Unknown,
    };

    /// <summary>A failure to connect: whatever it was, nothing has been sent.</summary>
    /// <exception cref="InputException">The database refuses this user, or isn't there.</exception>
    public static string CauseOfRefusal(Exception failed, string store) => failed switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName } stated =>
            throw new InputException(store, stated.MessageText, ExitCode.NotAllowed, stated),
        _ => Cause(failed),
    };

    public static string Cause(Exception failed) => (failed.InnerException ?? failed).Message.ReplaceLineEndings(" ");
}
