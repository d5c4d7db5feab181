namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>The tables of a journal's file.</summary>
internal static class SqliteSchema
{
    /// <summary>"eMoE", so that no other program's database is taken for a journal.</summary>
    public const int ApplicationId = 0x654D_6F45;

    public const int Version = 1;

    /// <summary>Bytes of a page.</summary>
    public const int PageBytes = 4096;

    /// <summary>Every commit reaches the disk, the file's own, before it is acknowledged: there is no second file to lose.</summary>
    public const string Settings = "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    public static readonly string Create = $"""
        PRAGMA page_size = {PageBytes};
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL, renewal INTEGER NOT NULL, holder TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
        CREATE TABLE event (position INTEGER PRIMARY KEY, lease INTEGER NOT NULL, id BLOB NOT NULL UNIQUE, body BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE snapshot (position INTEGER PRIMARY KEY, body BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        INSERT INTO lease VALUES (1, 0, 0, '', 1, 0);
        """;
}
