using System.Globalization;
using ElasticMoE.Contracts;
using Npgsql;

namespace ElasticMoE.ControlPlane.Journals.Postgres;

/// <summary>
/// A journal in a PostgreSQL database, which any number of supervisors compete for. Every operation is one statement that commits by
/// itself, under the database's own time limits.
/// </summary>
public sealed class PostgresJournal : IJournal
{
    private const int ConnectionsMax = 4;
    private const int MakeTriesMax = 3;

    private readonly NpgsqlDataSource _source;

    private PostgresJournal(NpgsqlDataSource source, string name) => (_source, Name) = (source, name);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a journal, and makes its tables where they are missing.</summary>
    /// <param name="connection">The database, in the form "Host=…;Port=…;Username=…;Password=…;Database=…".</param>
    /// <param name="options">How long it may take.</param>
    /// <exception cref="InputException">The text names no database, or the database can't be reached (exit code: unreachable) or used.</exception>
    public static PostgresJournal Open(string connection, PostgresJournalOptions? options = null)
    {
        NpgsqlConnectionStringBuilder settings = Settings(connection, options ?? new());
        var journal = new PostgresJournal(NpgsqlDataSource.Create(settings), $"database {settings.Database} on {settings.Host}:{settings.Port}");
        try
        {
            journal.Make();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public JournalResult<JournalHead> ReadHead() => Do(PostgresSchema.Head, [], Head);

    /// <inheritdoc/>
    public JournalResult<long> Take(JournalHead seen, string holder)
    {
        JournalArguments.CheckHolder(holder);
        return Changing(PostgresSchema.Take, [holder, seen.Number, seen.Renewal], head => JournalAnswers.NotTaken(head, seen, holder));
    }

    /// <inheritdoc/>
    public JournalResult<long> Renew(long number) => Changing(PostgresSchema.Renew, [number], head => JournalAnswers.Refused(head, number));

    /// <inheritdoc/>
    public JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries)
    {
        JournalArguments.Check(entries);
        JournalRecord[] records = [.. entries.Select((entry, i) => new JournalRecord(after + 1 + i, number, entry.Id, entry.Body))];
        object[] values = [number, after, entries.Select(entry => entry.Id).ToArray(), entries.Select(entry => entry.Body).ToArray(), records.Select(JournalDigest.Of).ToArray()];
        JournalResult<long> written = Changing(PostgresSchema.Append, values, head => JournalAnswers.NotAppended(head, number, after));
        if (written.Outcome is not (JournalOutcome.Refused or JournalOutcome.Conflict))
            return written;
        // An earlier try may have been the one that moved the last event on.
        JournalResult<long> before = Do(PostgresSchema.IndexOf, [entries[^1].Id], NumberOrZero);
        return before switch
        {
            { IsDone: true, Value: 0 } => written,
            { IsDone: true } => before,
            _ => JournalResult<long>.Failed(JournalOutcome.Unknown, before.Cause),
        };
    }

    /// <inheritdoc/>
    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax)
    {
        JournalArguments.CheckCount(countMax);
        JournalResult<JournalHead> head = ReadHead();
        if (!head.IsDone)
            return JournalResult<IReadOnlyList<JournalRecord>>.Failed(head.Outcome, head.Cause);
        return after < head.Value.First - 1
            ? JournalAnswers.Forgotten(head.Value.First - 1)
            : Do(PostgresSchema.Read, [after, (long)countMax], reader => Records(reader, after));
    }

    /// <inheritdoc/>
    public JournalResult<JournalSnapshot?> ReadSnapshot() => Do(PostgresSchema.ReadSnapshot, [], reader =>
        reader.Read() ? JournalDigest.Checked(new JournalSnapshot(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), reader.GetFieldValue<byte[]>(2), Name) : null);

    /// <inheritdoc/>
    public JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot)
    {
        JournalArguments.Check(snapshot);
        return Changing(PostgresSchema.SaveSnapshot, [number, snapshot.Index, snapshot.Body, JournalDigest.Of(snapshot)],
            head => head.Number != number ? JournalAnswers.Refused(head, number) : JournalAnswers.NotCovered(snapshot.Index));
    }

    /// <inheritdoc/>
    public JournalResult<long> Trim(long number, long through) => Changing(PostgresSchema.Trim, [number, through],
        head => head.Number != number ? JournalAnswers.Refused(head, number) : JournalAnswers.NotCovered(through));

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static NpgsqlConnectionStringBuilder Settings(string connection, PostgresJournalOptions options)
    {
        try
        {
            int silence = (int)Math.Ceiling(options.SilenceTimeout.TotalSeconds);
            string limits = string.Create(CultureInfo.InvariantCulture,
                $"-c lock_timeout={options.LockTimeout.TotalMilliseconds} -c statement_timeout={options.StatementTimeout.TotalMilliseconds}");
            var settings = new NpgsqlConnectionStringBuilder(connection)
            {
                Timeout = silence,
                CommandTimeout = silence,
                // A statement that isn't answered is given up with its connection, not cancelled: its outcome is unknown either way.
                CancellationTimeout = -1,
                MaxPoolSize = ConnectionsMax,
                NoResetOnClose = true,
                Enlist = false,
                ApplicationName = "emoe supervisor",
                Options = $@"{new NpgsqlConnectionStringBuilder(connection).Options} {limits} -c synchronous_commit=on -c default_transaction_isolation=read\ committed",
            };
            return settings.Host is { Length: > 0 } ? settings : throw new InputException("journal's database", "its text names no Host");
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // The text holds a password, so that it isn't quoted.
            throw new InputException("journal's database", "its text is not of the form Host=…;Port=…;Username=…;Password=…;Database=…");
        }
    }

    /// <summary>Two that make the same tables at once may get in each other's way; the second try finds them made.</summary>
    private void Make()
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                JournalResult<long> tables = Do(PostgresSchema.Exists, [], NumberOrZero);
                if (tables is { IsDone: true, Value: < 3 })
                    tables = Do(PostgresSchema.Create, [], _ => 3L);
                if (!tables.IsDone)
                    throw new InputException(Name, $"can't be reached: {tables.Cause}", ExitCode.Unreachable);
                return;
            }
            catch (InputException failed) when (tries < MakeTriesMax && failed.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject })
            {
                continue;
            }
        }
    }

    /// <summary>Runs a conditional write; where it changes nothing, the head says why.</summary>
    private JournalResult<long> Changing(string statement, object[] values, Func<JournalHead, JournalResult<long>> otherwise)
    {
        JournalResult<long> changed = Do(statement, values, NumberOrZero);
        if (!changed.IsDone || changed.Value > 0)
            return changed;
        JournalResult<JournalHead> head = ReadHead();
        // Nothing was changed, whatever became of the question why.
        return head.IsDone ? otherwise(head.Value) : JournalResult<long>.Failed(JournalOutcome.Busy, head.Cause);
    }

    private JournalResult<T> Do<T>(string statement, object[] values, Func<NpgsqlDataReader, T> read)
    {
        NpgsqlConnection connection;
        try
        {
            connection = _source.OpenConnection();
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException)
        {
            return JournalResult<T>.Failed(JournalOutcome.Unreachable, $"{Name}: {PostgresFailures.CauseOfRefusal(failed, Name)}");
        }
        using (connection)
        {
            try
            {
                using var command = new NpgsqlCommand(statement, connection);
                foreach (object value in values)
                    command.Parameters.Add(new NpgsqlParameter { Value = value });
                using NpgsqlDataReader reader = command.ExecuteReader();
                T result = read(reader);
                // An error after the first row is thrown by what follows it.
                while (reader.NextResult())
                {
                    continue;
                }
                return JournalResult<T>.Done(result);
            }
            catch (NpgsqlException failed)
            {
                return JournalResult<T>.Failed(PostgresFailures.Judge(failed, Name), $"{Name}: {PostgresFailures.Cause(failed)}");
            }
        }
    }

    private static long NumberOrZero(NpgsqlDataReader reader) => reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : 0;

    private JournalHead Head(NpgsqlDataReader reader) => reader.Read()
        ? new JournalHead(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4))
        : throw new InputException(Name, "is damaged: its lease is missing");

    private IReadOnlyList<JournalRecord> Records(NpgsqlDataReader reader, long after)
    {
        var records = new List<JournalRecord>();
        while (reader.Read())
            records.Add(JournalDigest.Checked(new JournalRecord(reader.GetInt64(0), reader.GetInt64(1), reader.GetGuid(2), reader.GetFieldValue<byte[]>(3)), reader.GetFieldValue<byte[]>(4), Name));
        return JournalDigest.InOrder(records, after, Name);
    }
}
