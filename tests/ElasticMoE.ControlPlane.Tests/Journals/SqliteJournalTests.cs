using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.ControlPlane.Tests.Journals.Stores;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>SQLite keeps to the contract, for one process at a time.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    [Fact]
    public void Only_one_may_have_it_open()
    {
        var store = (SqliteStore)Store;
        Lead("a");
        InputException refused = Assert.Throws<InputException>(() => SqliteJournal.Open(store.Path));
        Assert.Equal(ExitCode.Conflict, refused.Exit);
        Assert.Contains(store.Path, refused.Message);
        store.Close();
        using SqliteJournal next = SqliteJournal.Open(store.Path);
        Assert.Equal(1, next.ReadHead().Value.Number);
    }

    [Fact]
    public void A_successor_waits_for_the_lock()
    {
        var store = (SqliteStore)Store;
        Lead("a");
        using var successor = new BlockingOpen(store.Path);
        Assert.False(successor.IsOpen);
        store.Close();
        Assert.Equal(2, successor.Journal.Take(successor.Journal.ReadHead().Value, "b").Value);
    }

    [Fact]
    public void Waiting_for_the_lock_can_be_cancelled()
    {
        var store = (SqliteStore)Store;
        Lead("a");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => SqliteJournal.Open(store.Path, new() { LockWait = TimeSpan.FromMinutes(1) }, cancelled.Token));
    }

    [Fact]
    public void After_its_end_nothing_is_opened_again()
    {
        long number = Lead("a");
        Journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Journal.Renew(number));
    }

    private protected override IJournalStore CreateStore() => new SqliteStore();
}
