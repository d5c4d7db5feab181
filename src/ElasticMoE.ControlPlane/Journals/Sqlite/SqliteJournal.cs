using ElasticMoE.Contracts;
using Microsoft.Data.Sqlite;

namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>
/// A journal in one file, for the one supervisor of one machine: whoever has opened it holds a lock beside it until it is disposed or the
/// process ends. It is checked from end to end when it is opened.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    private const int Corrupt = 11, NoDatabase = 26, BusyCode = 5, LockedCode = 6, FullCode = 13, InputOutput = 10, CantOpen = 14, ReadOnly = 8;

    private readonly SqliteJournalOptions _options;
    private readonly SqliteJournalLock _lock;
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private bool _disposed;

    private SqliteJournal(string path, SqliteJournalOptions options, SqliteJournalLock held) => (Name, _options, _lock) = (path, options, held);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a journal, or makes an empty one where there never was any.</summary>
    /// <param name="path">The file; beside it lies its lock, named like it with ".lock" added.</param>
    /// <param name="options">How it is used.</param>
    /// <param name="cancelled">Ends the wait for the lock.</param>
    /// <exception cref="InputException">Another process uses it (exit code: conflict); it is damaged, has vanished, or can't be opened. Nothing in it was changed.</exception>
    public static SqliteJournal Open(string path, SqliteJournalOptions? options = null, CancellationToken cancelled = default)
    {
        options ??= new();
        SqliteJournalLock held = SqliteJournalLock.Take(path, options, cancelled);
        var journal = new SqliteJournal(path, options, held);
        try
        {
            if (!File.Exists(path))
                journal.Make();
            SqliteCheck.Run(journal.Connection(), path);
            if (!held.WasMade)
                held.NoteMade();
            return journal;
        }
        catch (Exception failed)
        {
            journal.Dispose();
            if (failed is SqliteException or IOException or UnauthorizedAccessException)
                throw new InputException(path, $"can't be opened: {Cause(failed)}", inner: failed);
            throw;
        }
    }

    /// <inheritdoc/>
    public JournalResult<JournalHead> ReadHead() => Do(connection => JournalResult<JournalHead>.Done(SqliteReads.Head(connection, Name)));

    /// <inheritdoc/>
    public JournalResult<long> Take(JournalHead seen, string holder)
    {
        JournalArguments.CheckHolder(holder);
        return Do(connection => Changed(connection, "UPDATE lease SET number = number + 1, renewal = 0, holder = $holder WHERE number = $number AND renewal = $renewal",
            ("$holder", holder), ("$number", seen.Number), ("$renewal", seen.Renewal))
            ? JournalResult<long>.Done(seen.Number + 1)
            : JournalAnswers.NotTaken(SqliteReads.Head(connection, Name), seen, holder));
    }

    /// <inheritdoc/>
    public JournalResult<long> Renew(long number) => Do(connection => Changed(connection, "UPDATE lease SET renewal = renewal + 1 WHERE number = $number", ("$number", number))
        ? JournalResult<long>.Done(SqliteReads.Head(connection, Name).Renewal)
        : JournalAnswers.Refused(SqliteReads.Head(connection, Name), number));

    /// <inheritdoc/>
    public JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries)
    {
        JournalArguments.Check(entries);
        return Do(connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            if (SqliteReads.IndexOf(connection, entries[^1].Id) is > 0 and long index)
                return JournalResult<long>.Done(index);
            if (!Changed(connection, "UPDATE lease SET last = last + $count WHERE number = $number AND last = $after", ("$count", entries.Count), ("$number", number), ("$after", after)))
                return JournalAnswers.NotAppended(SqliteReads.Head(connection, Name), number, after);
            for (int i = 0; i < entries.Count; i++)
                Insert(connection, new(after + 1 + i, number, entries[i].Id, entries[i].Body));
            transaction.Commit();
            return JournalResult<long>.Done(after + entries.Count);
        });
    }

    /// <inheritdoc/>
    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax)
    {
        JournalArguments.CheckCount(countMax);
        return Do(connection => SqliteReads.Head(connection, Name).First - 1 is var before && after < before
            ? JournalAnswers.Forgotten(before)
            : JournalResult<IReadOnlyList<JournalRecord>>.Done(SqliteReads.Records(connection, after, countMax, Name)));
    }

    /// <inheritdoc/>
    public JournalResult<JournalSnapshot?> ReadSnapshot() => Do(connection => JournalResult<JournalSnapshot?>.Done(SqliteReads.Snapshot(connection, Name)));

    /// <inheritdoc/>
    public JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot)
    {
        JournalArguments.Check(snapshot);
        return Do(connection =>
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            JournalHead head = SqliteReads.Head(connection, Name);
            if (head.Number != number)
                return JournalAnswers.Refused(head, number);
            if (snapshot.Index > head.Last || snapshot.Index < head.First - 1)
                return JournalAnswers.NotCovered(snapshot.Index);
            Changed(connection, "INSERT OR REPLACE INTO snapshot VALUES ($position, $body, $digest)",
                ("$position", snapshot.Index), ("$body", snapshot.Body), ("$digest", JournalDigest.Of(snapshot)));
            Changed(connection, "DELETE FROM snapshot WHERE position NOT IN (SELECT position FROM snapshot ORDER BY position DESC LIMIT 2)");
            transaction.Commit();
            return JournalResult<long>.Done(snapshot.Index);
        });
    }

    /// <inheritdoc/>
    public JournalResult<long> Trim(long number, long through) => Do(connection =>
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        JournalHead head = SqliteReads.Head(connection, Name);
        if (head.Number != number)
            return JournalAnswers.Refused(head, number);
        if (through >= head.Last || through > (SqliteReads.Snapshot(connection, Name)?.Index ?? 0))
            return JournalAnswers.NotCovered(through);
        long first = Math.Max(head.First, through + 1);
        Changed(connection, "UPDATE lease SET first = $first", ("$first", first));
        Changed(connection, "DELETE FROM event WHERE position < $first", ("$first", first));
        transaction.Commit();
        return JournalResult<long>.Done(first);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection?.Dispose();
            _connection = null;
            _disposed = true;
            _lock.Dispose();
        }
    }

    private static bool Changed(SqliteConnection connection, string statement, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery() > 0;
    }

    private static void Insert(SqliteConnection connection, JournalRecord record) => Changed(
        connection, "INSERT INTO event VALUES ($position, $lease, $id, $body, $digest)",
        ("$position", record.Index), ("$lease", record.Lease), ("$id", SqliteReads.Bytes(record.Id)), ("$body", record.Body), ("$digest", JournalDigest.Of(record)));

    private static string Cause(Exception failed) => failed is SqliteException sqlite ? $"{sqlite.Message} (code {sqlite.SqliteExtendedErrorCode})" : failed.Message;

    private void Make()
    {
        if (_lock.WasMade)
            throw new InputException(Name, $"has vanished; a journal was here. Bring it back, or delete {Name}.lock to begin without it", ExitCode.NotFound);
        SqliteFile.Make(Name);
    }

    /// <summary>Without the lock that was given back nothing is opened again.</summary>
    private SqliteConnection Connection()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _connection ??= SqliteFile.Open(Name, _options.FileBytesMax);
    }

    private JournalResult<T> Do<T>(Func<SqliteConnection, JournalResult<T>> operation)
    {
        lock (_gate)
        {
            try
            {
                return operation(Connection());
            }
            catch (SqliteException failed)
            {
                return Failed<T>(failed);
            }
        }
    }

    private JournalResult<T> Failed<T>(SqliteException failed)
    {
        switch (failed.SqliteErrorCode)
        {
            case Corrupt or NoDatabase:
                throw new InputException(Name, $"is damaged: {Cause(failed)}", inner: failed);
            case BusyCode or LockedCode:
                return JournalResult<T>.Failed(JournalOutcome.Busy, $"{Name}: another program has locked it");
            case FullCode:
                return JournalResult<T>.Failed(JournalOutcome.Full, $"{Name}: {Cause(failed)}");
            case CantOpen or ReadOnly:
                return JournalResult<T>.Failed(JournalOutcome.Unreachable, $"{Name}: {Cause(failed)}");
            case InputOutput:
                // Whether the commit reached the disk is not known; opening the file again settles it.
                _connection?.Dispose();
                _connection = null;
                return JournalResult<T>.Failed(JournalOutcome.Unknown, $"{Name}: {Cause(failed)}");
            default:
                throw new InputException(Name, $"can't be used: {Cause(failed)}", inner: failed);
        }
    }
}
