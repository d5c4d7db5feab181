namespace ElasticMoE.ControlPlane.Journals.Postgres;

/// <summary>Tables and statements of a journal in a database. Each statement is complete in itself: none needs a transaction around it.</summary>
internal static class PostgresSchema
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS emoe_lease (id integer PRIMARY KEY CHECK (id = 1), number bigint NOT NULL, renewal bigint NOT NULL, holder text NOT NULL, first bigint NOT NULL, last bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS emoe_event (position bigint PRIMARY KEY, lease bigint NOT NULL, id uuid NOT NULL UNIQUE, body bytea NOT NULL, digest bytea NOT NULL);
        CREATE TABLE IF NOT EXISTS emoe_snapshot (position bigint PRIMARY KEY, body bytea NOT NULL, digest bytea NOT NULL);
        INSERT INTO emoe_lease VALUES (1, 0, 0, '', 1, 0) ON CONFLICT DO NOTHING;
        """;

    /// <summary>Whether the tables are there already: making them takes rights that a supervisor need not have.</summary>
    public const string Exists = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('emoe_lease', 'emoe_event', 'emoe_snapshot')";

    public const string Head = "SELECT number, renewal, holder, first, last FROM emoe_lease";

    public const string Take = "UPDATE emoe_lease SET number = number + 1, renewal = 0, holder = $1 WHERE number = $2 AND renewal = $3 RETURNING number";

    public const string Renew = "UPDATE emoe_lease SET renewal = renewal + 1 WHERE number = $1 RETURNING renewal";

    /// <summary>
    /// The row of the lease is both guard and lock: a try that still runs in the database, its connection lost, holds up the next one until
    /// it has ended, and after a take none of an older number passes.
    /// </summary>
    public const string Append = """
        WITH held AS (UPDATE emoe_lease SET last = last + cardinality($3::uuid[]) WHERE number = $1 AND last = $2 RETURNING last),
        written AS (INSERT INTO emoe_event
            SELECT $2 + entry.place, $1, entry.id, entry.body, entry.digest
            FROM held, unnest($3::uuid[], $4::bytea[], $5::bytea[]) WITH ORDINALITY AS entry(id, body, digest, place)
            RETURNING position)
        SELECT max(position) FROM written
        """;

    public const string IndexOf = "SELECT position FROM emoe_event WHERE id = $1";

    public const string Read = "SELECT position, lease, id, body, digest FROM emoe_event WHERE position > $1 ORDER BY position LIMIT $2";

    public const string ReadSnapshot = "SELECT position, body, digest FROM emoe_snapshot ORDER BY position DESC LIMIT 1";

    public const string SaveSnapshot = """
        WITH held AS (SELECT id FROM emoe_lease WHERE number = $1 AND last >= $2 AND first <= $2 + 1 FOR SHARE),
        dropped AS (DELETE FROM emoe_snapshot USING held WHERE position NOT IN (SELECT position FROM emoe_snapshot ORDER BY position DESC LIMIT 1) AND position <> $2)
        INSERT INTO emoe_snapshot SELECT $2, $3, $4 FROM held ON CONFLICT (position) DO UPDATE SET body = excluded.body, digest = excluded.digest RETURNING position
        """;

    public const string Trim = """
        WITH held AS (UPDATE emoe_lease SET first = greatest(first, $2 + 1)
            WHERE number = $1 AND last > $2 AND EXISTS (SELECT FROM emoe_snapshot WHERE position >= $2) RETURNING first),
        dropped AS (DELETE FROM emoe_event USING held WHERE position < held.first)
        SELECT first FROM held
        """;
}
