using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Journals.Sqlite;
using ElasticMoE.Testing;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>A real journal's file, damaged: it is refused by name and cause, and left as it is.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int Events = 40;

    private readonly TemporaryFolder _folder = new();

    public SqliteDamageTests()
    {
        using SqliteJournal journal = SqliteJournal.Open(File);
        long number = journal.Take(journal.ReadHead().Value, "a").Value;
        for (int i = 0; i < Events; i++)
        {
            byte[] body = new byte[1000 + 100 * i];
            new Random(i).NextBytes(body);
            Assert.True(journal.Append(number, i, [new JournalEntry(Guid.NewGuid(), body)]).IsDone);
        }
        Assert.True(journal.SaveSnapshot(number, new JournalSnapshot(Events / 2, new byte[5000])).IsDone);
    }

    private string File => _folder.PathOf("journal.db");

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(PageBytes)]
    [InlineData(10 * PageBytes)]
    [InlineData(10 * PageBytes + 100)]
    public void A_file_cut_short_is_refused(int length) => Refuses(bytes => bytes[..length], "cut short");

    [Fact]
    public void A_file_cut_by_its_last_page_is_refused() => Refuses(bytes => bytes[..^PageBytes], "cut short");

    [Fact]
    public void A_wrong_header_is_refused() => Refuses(bytes => [.. "not a database at all"u8, .. bytes[21..]], "header");

    [Fact]
    public void Another_programs_database_is_refused() => Refuses(bytes => [.. bytes[..68], 0, 0, 0, 0, .. bytes[72..]], "no journal");

    [Fact]
    public void Another_layout_is_refused() => Refuses(bytes => [.. bytes[..60], 0, 0, 0, 9, .. bytes[64..]], "version 9");

    [Fact]
    public void Every_overwritten_page_is_noticed()
    {
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int page = 1; page < whole.Length / PageBytes; page++)
        {
            int at = page * PageBytes;
            Refuses(bytes => [.. bytes[..at], .. new byte[PageBytes], .. bytes[(at + PageBytes)..]], "");
            System.IO.File.WriteAllBytes(File, whole);
        }
    }

    [Fact]
    public void A_changed_bit_of_an_event_is_noticed()
    {
        byte[] whole = System.IO.File.ReadAllBytes(File), body = new byte[1000 + 100 * (Events - 1)];
        new Random(Events - 1).NextBytes(body);
        int at = whole.AsSpan().IndexOf(body.AsSpan(0, 200));
        Assert.True(at > 0);
        whole[at + 100] ^= 1;
        Refuses(_ => whole, $"event {Events} is not as it was written");
    }

    [Fact]
    public void A_file_that_has_vanished_is_not_begun_anew()
    {
        System.IO.File.Delete(File);
        InputException refused = Assert.Throws<InputException>(() => SqliteJournal.Open(File));
        Assert.Contains("vanished", refused.Message);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Damage_found_while_it_is_open_is_told_and_not_written_over()
    {
        using SqliteJournal journal = SqliteJournal.Open(File);
        byte[] damaged = System.IO.File.ReadAllBytes(File);
        damaged.AsSpan().Clear();
        System.IO.File.WriteAllBytes(File, damaged);
        InputException refused = Assert.Throws<InputException>(() => journal.Append(1, Events, [new JournalEntry(Guid.NewGuid(), new byte[10])]));
        Assert.Contains(File, refused.Message);
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void An_undamaged_file_has_every_event_that_was_acknowledged()
    {
        using SqliteJournal journal = SqliteJournal.Open(File);
        Assert.Equal(Events, journal.Read(0, 1000).Value.Count);
        Assert.Equal(Events / 2, journal.ReadSnapshot().Value!.Index);
    }

    public void Dispose() => _folder.Dispose();

    private void Refuses(Func<byte[], byte[]> damage, string cause)
    {
        byte[] damaged = damage(System.IO.File.ReadAllBytes(File));
        System.IO.File.WriteAllBytes(File, damaged);
        InputException refused = Assert.Throws<InputException>(() => SqliteJournal.Open(File));
        Assert.StartsWith(File, refused.Message);
        Assert.Contains(cause, refused.Message);
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(File));
    }
}
