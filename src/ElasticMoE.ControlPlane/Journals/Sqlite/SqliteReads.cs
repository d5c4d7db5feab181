using ElasticMoE.Contracts;
using Microsoft.Data.Sqlite;

namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>What is read from a journal's file, checked.</summary>
internal static class SqliteReads
{
    public static JournalHead Head(SqliteConnection connection, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT number, renewal, holder, first, last FROM lease";
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read()
            ? new JournalHead(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4))
            : throw new InputException(path, "is damaged: its lease is missing");
    }

    public static IReadOnlyList<JournalRecord> Records(SqliteConnection connection, long after, int countMax, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, lease, id, body, digest FROM event WHERE position > $after ORDER BY position LIMIT $count";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$count", countMax);
        using SqliteDataReader reader = command.ExecuteReader();
        var records = new List<JournalRecord>();
        while (reader.Read())
            records.Add(JournalDigest.Checked(new JournalRecord(reader.GetInt64(0), reader.GetInt64(1), Id((byte[])reader[2], path), (byte[])reader[3]), (byte[])reader[4], path));
        return JournalDigest.InOrder(records, after, path);
    }

    public static JournalSnapshot? Snapshot(SqliteConnection connection, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, body, digest FROM snapshot ORDER BY position DESC LIMIT 1";
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? JournalDigest.Checked(new JournalSnapshot(reader.GetInt64(0), (byte[])reader[1]), (byte[])reader[2], path) : null;
    }

    /// <summary>Index of an event; 0 where it isn't there.</summary>
    public static long IndexOf(SqliteConnection connection, Guid id)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position FROM event WHERE id = $id";
        command.Parameters.AddWithValue("$id", Bytes(id));
        return command.ExecuteScalar() is long index ? index : 0;
    }

    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private static Guid Id(byte[] bytes, string path) => bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : throw new InputException(path, "is damaged: an event's id has another length");
}
