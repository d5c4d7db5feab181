using ElasticMoE.Contracts;
using Microsoft.Data.Sqlite;

namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>Reads a whole journal and says where it is not as it was written. It writes nothing.</summary>
internal static class SqliteCheck
{
    /// <exception cref="InputException">Something is damaged or missing.</exception>
    public static void Run(SqliteConnection connection, string path)
    {
        using (SqliteCommand command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA integrity_check(1)";
            if (command.ExecuteScalar() is not "ok" and var finding)
                throw new InputException(path, $"is damaged: {finding}");
        }
        JournalHead head = SqliteReads.Head(connection, path);
        long read = head.First - 1, lease = 0;
        while (SqliteReads.Records(connection, read, Limits.JournalReadMax, path) is { Count: > 0 } records)
        {
            foreach (JournalRecord record in records)
                lease = record.Lease >= lease ? record.Lease : throw new InputException(path, $"is damaged: event {record.Index} has an older lease than the one before");
            read = records[^1].Index;
        }
        if (read != head.Last || lease > head.Number)
            throw new InputException(path, $"is damaged: {head.Last} events under lease {head.Number} were acknowledged, {read} under {lease} are there");
        JournalSnapshot? snapshot = SqliteReads.Snapshot(connection, path);
        if ((snapshot?.Index ?? 0) > head.Last || (snapshot?.Index ?? 0) < head.First - 1)
            throw new InputException(path, $"is damaged: events {head.First} to {head.Last} don't go on from the snapshot of event {snapshot?.Index ?? 0}");
    }
}
