using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Actors.Timers;
using ElasticMoE.Testing;

namespace ElasticMoE.Actors.Tests.Timers;

public sealed class ActorTimersTests
{
    private readonly VirtualTime _time = new();
    private readonly Mailbox<string, int> _mailbox = new(1, 8);
    private readonly ActorTimers<string, int> _timers;

    public ActorTimersTests() => _timers = new(_mailbox, _time);

    [Fact]
    public void TheyPostWhenDueAndOnce()
    {
        _timers.Set("later", TimeSpan.FromSeconds(2), 2);
        _timers.Set("soon", TimeSpan.FromSeconds(1), 1);
        _time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(0, _mailbox.Count);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal([1], TakeAll());
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([2], TakeAll());
        Assert.Equal(0, _time.TimersSet);
    }

    [Fact]
    public void ANewOneTakesTheOldOnesPlace()
    {
        _timers.Set("a", TimeSpan.FromSeconds(1), 1);
        _timers.Set("a", TimeSpan.FromSeconds(3), 2);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _mailbox.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2], TakeAll());
    }

    [Fact]
    public void OneThatIsTakenBackSaysNothing()
    {
        _timers.Set("a", TimeSpan.FromSeconds(1), 1);
        _timers.Set("b", TimeSpan.FromSeconds(1), 2);
        _timers.Cancel("a");
        _timers.Cancel("none");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2], TakeAll());
        _timers.Set("c", TimeSpan.FromSeconds(1), 3);
        _timers.CancelAll();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _mailbox.Count);
    }

    [Fact]
    public void AFullMailboxTakesThem()
    {
        _mailbox.Command(7);
        _timers.Set("a", TimeSpan.Zero, 1);
        _time.Advance(TimeSpan.Zero);
        Assert.Equal([7, 1], TakeAll());
    }

    private int[] TakeAll()
    {
        var all = new List<int>();
        while (_mailbox.TryTake(out int message))
            all.Add(message);
        return [.. all];
    }
}
