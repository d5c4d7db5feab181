using ElasticMoE.Contracts;
using Npgsql;

namespace ElasticMoE.ControlPlane.Journals.Postgres;

/// <summary>A PostgreSQL database's address: postgres://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE, whose names are the driver's, with or without underscores.</summary>
public static class PostgresAddress
{
    private const int PortDefault = 5432;

    /// <summary>Whether a text is one, right or wrong.</summary>
    public static bool Is(string text) => text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>In the form that <see cref="PostgresJournal.Open"/> takes.</summary>
    /// <exception cref="InputException">It isn't one; the message doesn't quote it, since it may hold a password.</exception>
    public static string ToConnection(string address)
    {
        if (!Is(address) || !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length < 2)
            throw Wrong();
        string[] user = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : PortDefault,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        foreach (string part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Set(settings, part);
        return settings.ConnectionString;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string part)
    {
        string[] pair = part.Split('=', 2);
        try
        {
            settings[Uri.UnescapeDataString(pair[0]).Replace("_", "", StringComparison.Ordinal)] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : throw Wrong();
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            throw Wrong();
        }
    }

    private static InputException Wrong() => new("journal's database", "its address is not of the form postgres://USER:PASSWORD@HOST:PORT/DATABASE", ExitCode.Usage);
}
