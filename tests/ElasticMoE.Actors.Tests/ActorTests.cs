using System.Collections.Concurrent;
using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Actors.Supervision;
using ElasticMoE.Actors.Tests.Scripts;
using ElasticMoE.Testing;

namespace ElasticMoE.Actors.Tests;

public sealed class ActorTests : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly VirtualTime _time = new();
    private readonly BlockingCollection<string> _said = [];
    private readonly BlockingCollection<string> _log = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Actor<string, int, string> _actor;

    public ActorTests() =>
        _actor = new("counter", new Mailbox<string, int>(16, 4), _time, () => new CountingMachine(), _ => new SayingPerformer(_said));

    public void Dispose()
    {
        _stop.Dispose();
        _said.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task ItHandlesOneMessageAfterTheOtherAtTheTimeOfItsClock()
    {
        Task running = _actor.RunAsync(_stop.Token);
        _actor.Mailbox.Command(5);
        Assert.Equal("1: 5 at 0", Take(_said));
        _time.Advance(TimeSpan.FromMilliseconds(3));
        _actor.Mailbox.Observe("x", 6);
        Assert.Equal("2: 6 at 3000", Take(_said));
        await _stop.CancelAsync();
        await running;
        Assert.Equal("ended", Take(_said));
    }

    [Fact]
    public async Task ItEndsWhenItsMailboxIsClosedAndEmpty()
    {
        _actor.Mailbox.Command(5);
        _actor.Mailbox.Close();
        await _actor.RunAsync(_stop.Token);
        Assert.Equal(["1: 5 at 0", "ended"], _said);
    }

    [Fact]
    public async Task AFailureBeginsAnewAfterTheBackOffAndLosesOneMessage()
    {
        var group = Group(new RestartPolicy { BackOffMin = TimeSpan.FromSeconds(1) });
        Task running = group.RunAsync(_stop.Token);
        _actor.Mailbox.Command(5);
        Assert.Equal("1: 5 at 0", Take(_said));
        _actor.Mailbox.Command(-1);
        _actor.Mailbox.Command(6);
        Assert.Equal("ended", Take(_said));
        Assert.Equal("counter failed, runs again in 1000 ms: message -1", Take(_log));
        _time.AwaitTimer(s_hang);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1: 6 at 1000000", Take(_said));
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task OneThatFailsTooOftenEndsItsGroupAndTheGroupsParentDecides()
    {
        var other = new Actor<string, int, string>("other", new Mailbox<string, int>(1, 1), _time, () => new CountingMachine(), _ => new SayingPerformer(_said));
        var inner = new ActorGroup("inner", [_actor, other], new RestartPolicy { FailuresMax = 0 }, _time, _log.Add);
        var outer = new ActorGroup("outer", [inner], new RestartPolicy { BackOffMin = TimeSpan.FromSeconds(1), FailuresMax = 1 }, _time, _log.Add);
        Task running = outer.RunAsync(_stop.Token);
        other.Mailbox.Command(1);
        Assert.Equal("1: 1 at 0", Take(_said));
        _actor.Mailbox.Command(-1);
        Assert.Equal("inner failed, runs again in 1000 ms: inner gives up: counter fails again and again, last with: message -1", Take(_log));
        Assert.Equal(["ended", "ended"], [Take(_said), Take(_said)]);
        _time.AwaitTimer(s_hang);
        _time.Advance(TimeSpan.FromSeconds(1));
        _actor.Mailbox.Command(7);
        Assert.Equal("1: 7 at 1000000", Take(_said));
        _actor.Mailbox.Command(-2);
        var gaveUp = await Assert.ThrowsAsync<ActorGaveUpException>(() => running.WaitAsync(s_hang));
        Assert.Equal("outer gives up: inner fails again and again, last with: inner gives up: counter fails again and again, last with: message -2", gaveUp.Message);
    }

    [Fact]
    public async Task AStopEndsTheWaitForARestart()
    {
        Task running = Group(new RestartPolicy { BackOffMin = TimeSpan.FromHours(1), BackOffMax = TimeSpan.FromHours(1) }).RunAsync(_stop.Token);
        _actor.Mailbox.Command(-1);
        Assert.StartsWith("counter failed", Take(_log), StringComparison.Ordinal);
        await _stop.CancelAsync();
        await running.WaitAsync(s_hang);
    }

    private static string Take(BlockingCollection<string> from) => from.TryTake(out string? line, s_hang) ? line : throw new TimeoutException("nothing was said");

    private ActorGroup Group(RestartPolicy policy) => new("group", [_actor], policy, _time, _log.Add);
}
