using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Postgres;
using ElasticMoE.ControlPlane.Tests.Journals.Histories;
using ElasticMoE.ControlPlane.Tests.Journals.Stores;
using Npgsql;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>PostgreSQL keeps to the contract, also where its connection is cut.</summary>
public sealed class PostgresJournalTests : JournalContract
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Each takes a schema and a connection for each candidate, a second in all.</summary>
    protected override int Histories => 8;

    private PostgresStore Postgres => (PostgresStore)Store;

    [Theory]
    [InlineData(RelayCut.AfterCommit)]
    [InlineData(RelayCut.BeforeStatement)]
    public void An_append_of_unknown_outcome_is_written_once(RelayCut cut)
    {
        using var relay = new DatabaseRelay(Postgres.Settings());
        IJournal journal = Postgres.Open(relay.Settings);
        long number = journal.Take(journal.ReadHead().Value, "a").Value;
        JournalEntry[] entries = [Entry(1), Entry(2)];
        relay.CutNext(cut);
        Assert.Equal(JournalOutcome.Unknown, journal.Append(number, 0, entries).Outcome);
        Assert.Equal(cut == RelayCut.AfterCommit ? 2 : 0, Journal.ReadHead().Value.Last);
        Assert.Equal(2, journal.Append(number, 0, entries).Value);
        Assert.Equal(Texts(1, number, entries), Texts(Journal.Read(0, 10)));
    }

    [Theory]
    [InlineData(RelayCut.AfterCommit)]
    [InlineData(RelayCut.BeforeStatement)]
    public void A_take_of_unknown_outcome_is_taken_once(RelayCut cut)
    {
        using var relay = new DatabaseRelay(Postgres.Settings());
        IJournal journal = Postgres.Open(relay.Settings);
        JournalHead seen = journal.ReadHead().Value;
        relay.CutNext(cut);
        Assert.Equal(JournalOutcome.Unknown, journal.Take(seen, "a").Outcome);
        Assert.Equal(1, journal.Take(seen, "a").Value);
        Assert.Equal(1, Journal.ReadHead().Value.Number);
    }

    [Fact]
    public void A_try_that_still_waits_in_the_database_is_not_written_beside_the_next_one()
    {
        using var relay = new DatabaseRelay(Postgres.Settings());
        IJournal journal = Postgres.Open(relay.Settings);
        long number = journal.Take(journal.ReadHead().Value, "a").Value;
        JournalEntry[] entries = [Entry(1)];
        using (Store.HoldUp())
        {
            relay.CutNext(RelayCut.AfterStatement);
            Assert.Equal(JournalOutcome.Unknown, journal.Append(number, 0, entries).Outcome);
        }
        Assert.Equal(1, journal.Append(number, 0, entries).Value);
        Assert.Single(Journal.Read(0, 10).Value);
    }

    [Fact]
    public void A_database_that_is_gone_is_unreachable_and_comes_back()
    {
        using var relay = new DatabaseRelay(Postgres.Settings());
        IJournal journal = Postgres.Open(relay.Settings);
        long number = journal.Take(journal.ReadHead().Value, "a").Value;
        relay.Refuse(true);
        Assert.Equal(JournalOutcome.Unknown, journal.Renew(number).Outcome);
        Assert.Equal(JournalOutcome.Unreachable, journal.Renew(number).Outcome);
        Assert.Equal(ExitCode.Unreachable, Assert.Throws<InputException>(() => PostgresJournal.Open(relay.Settings.ToString())).Exit);
        relay.Refuse(false);
        Assert.Equal(1, journal.Renew(number).Value);
    }

    [Fact]
    public void Random_histories_over_connections_that_break_are_linearizable()
    {
        int cuts = 0;
        for (int seed = 0; seed < Histories; seed++)
        {
            using var store = new PostgresStore();
            using var relay = new DatabaseRelay(store.Settings());
            Assert.Null(HistoryRun.Violation(seed, () => store.Open(relay.Settings), () => relay.CutAtRandom(seed)));
            cuts += relay.Cuts;
        }
        Assert.InRange(cuts, Histories, int.MaxValue);
    }

    [Fact]
    public void Many_may_make_the_tables_at_once()
    {
        using var store = new PostgresStore();
        // Eight that begin at once on a machine that has other things to do: how long that takes isn't asked here.
        var patient = new PostgresJournalOptions { LockTimeout = s_patience, StatementTimeout = s_patience, SilenceTimeout = s_patience };
        Parallel.For(0, 8, _ => PostgresJournal.Open(store.Settings().ToString(), patient).Dispose());
        Assert.Equal(JournalHead.Empty, store.Open().ReadHead().Value);
    }

    [Theory]
    [InlineData("UPDATE emoe_event SET body = '\\x00' WHERE position = 2", "event 2 is not as it was written")]
    [InlineData("DELETE FROM emoe_event WHERE position = 2", "event 2 is missing")]
    [InlineData("UPDATE emoe_snapshot SET body = '\\x00'", "the snapshot of event 3 is not as it was written")]
    [InlineData("DELETE FROM emoe_lease", "its lease is missing")]
    [InlineData("DROP TABLE emoe_event", "can't be used")]
    public void Damage_is_told(string damage, string cause)
    {
        long number = Lead("a");
        Journal.Append(number, 0, [Entry(1), Entry(2), Entry(3)]);
        Journal.SaveSnapshot(number, new(3, [1]));
        Postgres.Execute(damage);
        InputException refused = Assert.Throws<InputException>(() => (Journal.Read(0, 10), Journal.ReadSnapshot()));
        Assert.Contains(cause, refused.Message);
        Assert.StartsWith("database ", refused.Message);
    }

    [Fact]
    public void Neither_password_nor_text_of_a_connection_is_told()
    {
        const string Secret = "s3cr3t-w0rd";
        Assert.DoesNotContain(Secret, Assert.Throws<InputException>(() => PostgresJournal.Open($"Password={Secret};Nonsense")).Message);
        Assert.DoesNotContain(Secret, Assert.Throws<InputException>(() => PostgresJournal.Open($"Password={Secret}")).Message);
        var nobody = new NpgsqlConnectionStringBuilder(Postgres.Settings().ToString()) { Username = "nobody", Password = Secret };
        InputException refused = Assert.Throws<InputException>(() => PostgresJournal.Open(nobody.ToString()));
        Assert.DoesNotContain(Secret, refused.ToString());
        Assert.Equal(ExitCode.NotAllowed, refused.Exit);
    }

    private protected override IJournalStore CreateStore() => new PostgresStore();
}
