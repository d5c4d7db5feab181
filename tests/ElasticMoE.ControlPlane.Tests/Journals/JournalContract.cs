using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Tests.Journals.Histories;
using ElasticMoE.ControlPlane.Tests.Journals.Stores;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>What every journal keeps to; each kind of store runs all of it.</summary>
public abstract class JournalContract : IDisposable
{
    private readonly Lazy<IJournalStore> _store;
    private readonly Lazy<IJournal> _journal;

    protected JournalContract()
    {
        _store = new(CreateStore);
        _journal = new(() => _store.Value.Open());
    }

    /// <summary>Random histories that are tried.</summary>
    protected virtual int Histories => 25;

    private protected IJournalStore Store => _store.Value;

    private protected IJournal Journal => _journal.Value;

    [Fact]
    public void A_new_journal_is_empty()
    {
        Assert.Equal(JournalHead.Empty, Journal.ReadHead().Value);
        Assert.Empty(Journal.Read(0, 10).Value);
        Assert.Null(Journal.ReadSnapshot().Value);
    }

    [Fact]
    public void Numbers_are_taken_one_after_the_other()
    {
        JournalHead empty = Journal.ReadHead().Value;
        Assert.Equal(1, Journal.Take(empty, "a").Value);
        Assert.Equal(JournalOutcome.Conflict, Journal.Take(empty, "b").Outcome);
        Assert.Equal(2, Journal.Take(Journal.ReadHead().Value, "b").Value);
        Assert.Equal(new JournalHead(2, 0, "b", 1, 0), Journal.ReadHead().Value);
    }

    [Fact]
    public void A_renewal_keeps_others_from_taking_what_they_saw_before()
    {
        long number = Lead("a");
        JournalHead seen = Journal.ReadHead().Value;
        Assert.Equal(1, Journal.Renew(number).Value);
        Assert.Equal(JournalOutcome.Conflict, Journal.Take(seen, "b").Outcome);
        Assert.Equal(2, Journal.Renew(number).Value);
        Lead("b");
        Assert.Equal(JournalOutcome.Refused, Journal.Renew(number).Outcome);
    }

    [Fact]
    public void A_take_of_unknown_outcome_is_found_again()
    {
        JournalHead seen = Journal.ReadHead().Value;
        Assert.Equal(1, Journal.Take(seen, "a").Value);
        Assert.Equal(1, Journal.Take(seen, "a").Value);
        Assert.Equal(1, Journal.ReadHead().Value.Number);
    }

    [Fact]
    public void Of_many_candidates_one_takes_the_lease()
    {
        JournalHead seen = Journal.ReadHead().Value;
        var taken = new JournalResult<long>[8];
        IJournal[] journals = [.. taken.Select(_ => Store.Open())];
        Parallel.For(0, taken.Length, i => taken[i] = journals[i].Take(seen, $"candidate {i}"));
        Assert.Equal(1, Assert.Single(taken, result => result.IsDone).Value);
        Assert.All(taken.Where(result => !result.IsDone), result => Assert.Equal(JournalOutcome.Conflict, result.Outcome));
    }

    [Fact]
    public void Events_come_back_as_they_were_written_and_stay()
    {
        long number = Lead("a");
        JournalEntry[] entries = [Entry(0), Entry(1), Entry(70_000), Entry(3)];
        Assert.Equal(1, Journal.Append(number, 0, [entries[0]]).Value);
        Assert.Equal(3, Journal.Append(number, 1, entries[1..3]).Value);
        Assert.Equal(4, Journal.Append(number, 3, [entries[3]]).Value);
        IJournal again = Store.Reopen();
        Assert.Equal(new JournalHead(number, 0, "a", 1, 4), again.ReadHead().Value);
        Assert.Equal(Texts(1, number, entries), Texts(again.Read(0, 10)));
        Assert.Equal(Texts(2, number, entries[1..3]), Texts(again.Read(1, 2)));
        Assert.Empty(again.Read(4, 10).Value);
    }

    [Fact]
    public void An_old_number_appends_nothing()
    {
        long old = Lead("a");
        Journal.Append(old, 0, [Entry(1)]);
        long current = Lead("b");
        JournalResult<long> refused = Journal.Append(old, 1, [Entry(2)]);
        Assert.Equal(JournalOutcome.Refused, refused.Outcome);
        Assert.Contains($"{old}", refused.Cause);
        Assert.Equal(JournalOutcome.Refused, Journal.SaveSnapshot(old, new(1, [1])).Outcome);
        Assert.Equal(JournalOutcome.Refused, Journal.Trim(old, 0).Outcome);
        Assert.Equal(2, Journal.Append(current, 1, [Entry(3)]).Value);
        Assert.Equal([old, current], Journal.Read(0, 10).Value.Select(record => record.Lease));
    }

    [Fact]
    public void An_append_after_another_event_than_the_last_conflicts()
    {
        long number = Lead("a");
        Journal.Append(number, 0, [Entry(1)]);
        Assert.Equal(JournalOutcome.Conflict, Journal.Append(number, 0, [Entry(2)]).Outcome);
        Assert.Equal(JournalOutcome.Conflict, Journal.Append(number, 2, [Entry(2)]).Outcome);
        Assert.Equal(1, Journal.ReadHead().Value.Last);
    }

    [Fact]
    public void The_same_append_again_is_written_once_even_when_another_leads()
    {
        long number = Lead("a");
        JournalEntry[] entries = [Entry(1), Entry(2)];
        Assert.Equal(2, Journal.Append(number, 0, entries).Value);
        Assert.Equal(2, Journal.Append(number, 0, entries).Value);
        Lead("b");
        IJournal again = Store.Reopen();
        Assert.Equal(2, again.Append(number, 0, entries).Value);
        Assert.Equal(Texts(1, number, entries), Texts(again.Read(0, 10)));
    }

    [Fact]
    public void The_newest_snapshot_is_kept()
    {
        long number = Lead("a");
        Journal.Append(number, 0, [.. Enumerable.Range(0, 5).Select(Entry)]);
        for (int index = 1; index <= 4; index++)
            Assert.Equal(index, Journal.SaveSnapshot(number, new(index, [(byte)index])).Value);
        Assert.Equal(4, Journal.SaveSnapshot(number, new(4, [4, 4])).Value);
        Assert.Equal(JournalOutcome.Conflict, Journal.SaveSnapshot(number, new(6, [6])).Outcome);
        JournalSnapshot kept = Store.Reopen().ReadSnapshot().Value!;
        Assert.Equal((4, "0404"), (kept.Index, Convert.ToHexString(kept.Body)));
    }

    [Fact]
    public void Only_what_a_snapshot_covers_is_forgotten()
    {
        long number = Lead("a");
        JournalEntry[] entries = [.. Enumerable.Range(0, 5).Select(Entry)];
        Journal.Append(number, 0, entries);
        Assert.Equal(JournalOutcome.Conflict, Journal.Trim(number, 1).Outcome);
        Journal.SaveSnapshot(number, new(3, [3]));
        Assert.Equal(JournalOutcome.Conflict, Journal.Trim(number, 4).Outcome);
        Assert.Equal(3, Journal.Trim(number, 2).Value);
        Assert.Equal(3, Journal.Trim(number, 1).Value);
        IJournal again = Store.Reopen();
        Assert.Equal(new JournalHead(number, 0, "a", 3, 5), again.ReadHead().Value);
        Assert.Equal(JournalOutcome.Conflict, again.Read(1, 10).Outcome);
        Assert.Equal(Texts(3, number, entries[2..]), Texts(again.Read(2, 10)));
        Assert.Equal(6, again.Append(number, 5, [Entry(9)]).Value);
    }

    [Fact]
    public void A_full_store_refuses_and_keeps_what_it_acknowledged()
    {
        IJournal small = Store.OpenSmall();
        long number = small.Take(small.ReadHead().Value, "a").Value, last = 0;
        JournalResult<long> result;
        while ((result = small.Append(number, last, [Entry(8000)])).IsDone)
            last = result.Value;
        Assert.Equal(JournalOutcome.Full, result.Outcome);
        Assert.NotEmpty(result.Cause);
        Assert.Equal(last, small.ReadHead().Value.Last);
        Assert.Equal(last, small.Read(0, 1000).Value.Count);
        IJournal large = Store.MakeRoom();
        Assert.Equal(last + 1, large.Append(number, last, [Entry(8000)]).Value);
        Assert.Equal(last + 1, large.Read(0, 1000).Value.Count);
    }

    [Fact]
    public void A_store_that_is_held_up_answers_busy_and_has_done_nothing()
    {
        long number = Lead("a");
        JournalEntry entry = Entry(1);
        using (Store.HoldUp())
        {
            Assert.Equal(JournalOutcome.Busy, Journal.Append(number, 0, [entry]).Outcome);
            Assert.Equal(JournalOutcome.Busy, Journal.Renew(number).Outcome);
        }
        Assert.Equal(new JournalHead(number, 0, "a", 1, 0), Journal.ReadHead().Value);
        Assert.Equal(1, Journal.Append(number, 0, [entry]).Value);
    }

    [Fact]
    public void Random_histories_are_linearizable()
    {
        for (int seed = 0; seed < Histories; seed++)
        {
            using IJournalStore store = CreateStore();
            Assert.Null(HistoryRun.Violation(seed, store.Open));
        }
    }

    [Fact]
    public void Callers_keep_to_the_limits()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Journal.Append(1, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Journal.Read(0, 0));
        Assert.Throws<ArgumentException>(() => Journal.Take(JournalHead.Empty, ""));
    }

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract IJournalStore CreateStore();

    private protected long Lead(string holder) => Journal.Take(Journal.ReadHead().Value, holder).Value;

    private protected static JournalEntry Entry(int bytes)
    {
        byte[] body = new byte[bytes];
        new Random(bytes).NextBytes(body);
        return new(Guid.NewGuid(), body);
    }

    private protected static IEnumerable<string> Texts(JournalResult<IReadOnlyList<JournalRecord>> read) => read.Value.Select(record => $"{record.Index} {record.Lease} {record.Id} {Convert.ToHexString(record.Body)}");

    private protected static IEnumerable<string> Texts(long first, long number, IEnumerable<JournalEntry> entries) =>
        entries.Select((entry, i) => $"{first + i} {number} {entry.Id} {Convert.ToHexString(entry.Body)}");
}
