using System.Buffers.Binary;
using ElasticMoE.Contracts;
using Microsoft.Data.Sqlite;

namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>Makes and opens a journal's file. A file that is not as it was written is refused before anything is written to it.</summary>
internal static class SqliteFile
{
    private const int HeaderBytes = 100;
    private const int BusySeconds = 1;

    private static readonly byte[] s_magic = "SQLite format 3\0"u8.ToArray();

    /// <summary>Makes an empty journal: complete, or not at all.</summary>
    public static void Make(string path)
    {
        string temporary = path + ".new";
        File.Delete(temporary);
        using (SqliteConnection connection = Connect(temporary, SqliteOpenMode.ReadWriteCreate))
        {
            Execute(connection, SqliteSchema.Settings);
            Execute(connection, SqliteSchema.Create);
        }
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(temporary, path);
    }

    /// <summary>Opens a file that is there.</summary>
    /// <exception cref="InputException">It is damaged, or none of ours.</exception>
    public static SqliteConnection Open(string path, long bytesMax)
    {
        CheckHeader(path);
        SqliteConnection connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            if (Number(connection, "PRAGMA application_id") != SqliteSchema.ApplicationId)
                throw new InputException(path, "is no journal");
            long version = Number(connection, "PRAGMA user_version");
            if (version != SqliteSchema.Version)
                throw new InputException(path, $"has version {version} of the journal's layout; this program reads {SqliteSchema.Version}");
            Execute(connection, SqliteSchema.Settings);
            Execute(connection, $"PRAGMA max_page_count = {Math.Max(1, bytesMax / SqliteSchema.PageBytes)}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string statement)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>An empty file would pass for a new database, and one cut short at a page's end only fails where the lost pages are read.</summary>
    private static void CheckHeader(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            throw new InputException(path, $"is damaged: cut short to {file.Length} bytes");
        if (!header.AsSpan().StartsWith(s_magic))
            throw new InputException(path, "is damaged, or no journal: its header is not a database's");
        int pageBytes = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) is 1 and var large ? large << 16 : BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16));
        long pages = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(28));
        // A commit that a crash interrupted is undone when the database is opened; until then sizes may differ.
        bool interrupted = File.Exists(path + "-journal") && new FileInfo(path + "-journal").Length > 0;
        if (!interrupted && file.Length < pages * pageBytes)
            throw new InputException(path, $"is damaged: cut short to {file.Length} of {pages * pageBytes} bytes");
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
