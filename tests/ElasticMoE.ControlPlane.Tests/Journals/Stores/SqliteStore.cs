using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;
using ElasticMoE.Testing;
using Microsoft.Data.Sqlite;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>A file in a temporary folder; one process uses it, so that all candidates share what it has opened.</summary>
internal sealed class SqliteStore : IJournalStore
{
    private const long SmallBytes = 256 << 10;

    private readonly TemporaryFolder _folder = new();
    private SqliteJournal? _open;

    public string Path => _folder.PathOf("journal.db");

    public IJournal Open() => _open ??= SqliteJournal.Open(Path);

    public IJournal Reopen() => Again(new());

    public IJournal OpenSmall() => Again(new() { FileBytesMax = SmallBytes });

    public IJournal MakeRoom() => Reopen();

    public IDisposable HoldUp()
    {
        var outside = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        outside.Open();
        SqliteTransaction transaction = outside.BeginTransaction(deferred: false);
        return new Undo(() =>
        {
            transaction.Dispose();
            outside.Dispose();
        });
    }

    public void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private SqliteJournal Again(SqliteJournalOptions options)
    {
        Close();
        return _open = SqliteJournal.Open(Path, options);
    }
}
