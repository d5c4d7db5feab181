using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Clusters;

/// <summary>Where supervisors journal: a PostgreSQL database for any number of them, or a file for one.</summary>
internal static class JournalPlace
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "EMOE_JOURNAL";

    /// <summary>One that was killed may hold the file for as long as the system takes to end it.</summary>
    private static readonly TimeSpan s_lockWait = TimeSpan.FromSeconds(10);

    /// <summary>Opens a journal.</summary>
    /// <param name="place">postgres://…, or a file's path.</param>
    /// <param name="context">The running command's.</param>
    /// <returns>The journal, and whether it is this process's alone.</returns>
    public static (IJournal Journal, bool IsExclusive) Open(string place, CommandContext context) => PostgresAddress.Is(place)
        ? (PostgresJournal.Open(PostgresAddress.ToConnection(place)), false)
        : (SqliteJournal.Open(Path.GetFullPath(place), new SqliteJournalOptions { LockWait = s_lockWait, Clock = context.Clock }, context.Cancelled), true);
}
