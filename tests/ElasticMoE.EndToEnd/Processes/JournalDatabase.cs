using ElasticMoE.Testing.Databases;
using Npgsql;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A place for one journal in the PostgreSQL server of the tests, which ends with it. Without a server the test is skipped.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly string _schema = $"test_{Guid.NewGuid():N}";
    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly NpgsqlDataSource _source;

    public JournalDatabase()
    {
        Assert.SkipWhen(PostgresForTests.Connection is null, PostgresForTests.WhyNot);
        _settings = new(PostgresForTests.Connection);
        _source = NpgsqlDataSource.Create(_settings);
        Execute($"CREATE SCHEMA {_schema}");
    }

    /// <summary>The server's host.</summary>
    public string Host => _settings.Host!;

    /// <summary>The server's port.</summary>
    public int Port => _settings.Port;

    /// <summary>As `--journal` takes it.</summary>
    public string Place => PlaceAt(Host, Port);

    /// <summary>The same through something that stands before the server.</summary>
    public string PlaceAt(string host, int port) => $"postgres://{_settings.Username}@{host}:{port}/{_settings.Database}?search_path={_schema}";

    public void Dispose()
    {
        Execute($"DROP SCHEMA {_schema} CASCADE");
        _source.Dispose();
    }

    private void Execute(string statement)
    {
        using NpgsqlCommand command = _source.CreateCommand(statement);
        command.ExecuteNonQuery();
    }
}
