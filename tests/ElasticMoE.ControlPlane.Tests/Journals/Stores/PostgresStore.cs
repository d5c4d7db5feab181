using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;
using ElasticMoE.Testing.Databases;
using Npgsql;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>A schema of its own on the server that tests may use.</summary>
internal sealed class PostgresStore : IJournalStore
{
    private readonly string _schema = $"test_{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _administration;
    private readonly List<IDisposable> _parts = [];

    public PostgresStore()
    {
        Assert.SkipWhen(PostgresForTests.Connection is null, PostgresForTests.WhyNot);
        _administration = NpgsqlDataSource.Create(Settings(PostgresForTests.Connection!));
        Execute($"CREATE SCHEMA {_schema}");
    }

    /// <summary>Settings whose tables are this store's.</summary>
    public NpgsqlConnectionStringBuilder Settings() => Settings(PostgresForTests.Connection!);

    public IJournal Open() => Open(Settings());

    public IJournal Open(NpgsqlConnectionStringBuilder settings)
    {
        IJournal journal = PostgresJournal.Open(settings.ToString());
        _parts.Add(journal);
        return journal;
    }

    public IJournal Reopen() => Open();

    public IJournal OpenSmall()
    {
        IJournal journal = Open();
        SmallTablespace tablespace = SmallTablespace.Mount(Text("SHOW data_directory"), _schema);
        _parts.Add(tablespace);
        Execute($"CREATE TABLESPACE {_schema} LOCATION '{tablespace.Folder}'");
        Execute($"ALTER TABLE emoe_event SET TABLESPACE {_schema}");
        return journal;
    }

    public IJournal MakeRoom()
    {
        Execute("ALTER TABLE emoe_event SET TABLESPACE pg_default");
        Execute($"DROP TABLESPACE {_schema}");
        return Open();
    }

    public IDisposable HoldUp()
    {
        NpgsqlConnection outside = _administration.OpenConnection();
        NpgsqlTransaction transaction = outside.BeginTransaction();
        using (var command = new NpgsqlCommand("SELECT number FROM emoe_lease FOR UPDATE", outside, transaction))
            command.ExecuteScalar();
        return new Undo(() =>
        {
            transaction.Dispose();
            outside.Dispose();
        });
    }

    public void Execute(string statement)
    {
        using NpgsqlCommand command = _administration.CreateCommand(statement);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Execute($"DROP SCHEMA {_schema} CASCADE");
        Execute($"DROP TABLESPACE IF EXISTS {_schema}");
        foreach (IDisposable part in _parts)
            part.Dispose();
        _administration.Dispose();
    }

    private NpgsqlConnectionStringBuilder Settings(string connection) => new(connection) { SearchPath = _schema };

    private string Text(string query)
    {
        using NpgsqlCommand command = _administration.CreateCommand(query);
        return (string)command.ExecuteScalar()!;
    }
}
