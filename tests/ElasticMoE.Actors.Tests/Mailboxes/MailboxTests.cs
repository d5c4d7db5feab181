using ElasticMoE.Actors.Mailboxes;

namespace ElasticMoE.Actors.Tests.Mailboxes;

public sealed class MailboxTests
{
    private readonly Mailbox<string, int> _mailbox = new(commandsMax: 2, keysMax: 2);

    [Fact]
    public void AFullOneIsBusyForCommandsUntilOneIsTaken()
    {
        Assert.Equal([PostResult.Accepted, PostResult.Accepted, PostResult.Busy], [_mailbox.Command(1), _mailbox.Command(2), _mailbox.Command(3)]);
        Assert.Equal(1, Take());
        Assert.Equal(PostResult.Accepted, _mailbox.Command(4));
        Assert.Equal([2, 4], TakeAll());
    }

    [Fact]
    public void OnlyTheNewestObservationOfAKeyIsKeptInItsPlace()
    {
        _mailbox.Observe("a", 1);
        _mailbox.Command(2);
        _mailbox.Observe("b", 3);
        _mailbox.Observe("a", 4);
        Assert.Equal(3, _mailbox.Count);
        Assert.Equal([4, 2, 3], TakeAll());
    }

    [Fact]
    public void AFullOneStillTakesObservationsAndOnlyAsManyKeysAsItMay()
    {
        _mailbox.Command(1);
        _mailbox.Command(2);
        Assert.Equal([PostResult.Accepted, PostResult.Accepted, PostResult.Busy], [_mailbox.Observe("a", 3), _mailbox.Observe("b", 4), _mailbox.Observe("c", 5)]);
        Assert.Equal(PostResult.Accepted, _mailbox.Observe("b", 6));
        Assert.Equal([1, 2, 3, 6], TakeAll());
    }

    [Fact]
    public void AKeyThatWasTakenIsObservedAnew()
    {
        _mailbox.Observe("a", 1);
        Assert.Equal(1, Take());
        _mailbox.Observe("a", 2);
        Assert.Equal([2], TakeAll());
    }

    [Fact]
    public async Task AClosedOneGivesOutWhatWaitsAndTakesNothing()
    {
        _mailbox.Command(1);
        _mailbox.Close();
        Assert.Equal((PostResult.Closed, PostResult.Closed), (_mailbox.Command(2), _mailbox.Observe("a", 3)));
        Assert.True(await _mailbox.WaitAsync(default));
        Assert.Equal([1], TakeAll());
        Assert.False(await _mailbox.WaitAsync(default));
    }

    /// <summary>What eight threads post is taken whole: every command once, and the last observation of every key.</summary>
    [Fact]
    public async Task NothingIsLostBetweenThreads()
    {
        const int Threads = 8, Each = 300;
        var mailbox = new Mailbox<int, (int Thread, int Value, bool Command)>(commandsMax: 64, keysMax: Threads);
        Task[] posting = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int value = 0; value < Each; value++)
            {
                while (mailbox.Command((thread, value, true)) == PostResult.Busy)
                    Thread.Yield();
                mailbox.Observe(thread, (thread, value, false));
            }
        }))];
        int commands = 0;
        int[] last = new int[Threads];
        _ = Task.WhenAll(posting).ContinueWith(_ => mailbox.Close(), TaskScheduler.Default);
        while (await mailbox.WaitAsync(default))
        {
            while (mailbox.TryTake(out var message))
            {
                commands += message.Command ? 1 : 0;
                if (!message.Command)
                    last[message.Thread] = message.Value;
            }
        }
        await Task.WhenAll(posting);
        Assert.Equal(Threads * Each, commands);
        Assert.All(last, value => Assert.Equal(Each - 1, value));
    }

    private int Take() => _mailbox.TryTake(out int message) ? message : throw new InvalidOperationException("nothing waits");

    private int[] TakeAll()
    {
        var all = new List<int>();
        while (_mailbox.TryTake(out int message))
            all.Add(message);
        return [.. all];
    }
}
