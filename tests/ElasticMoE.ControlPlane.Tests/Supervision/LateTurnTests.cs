using System.Collections.Concurrent;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.ControlPlane.Tests.Journals.Reference;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Tests.Supervision;

/// <summary>A long plan, or a machine with too much to do, keeps the supervisor from its turn while the lease is renewed all the same.</summary>
public sealed class LateTurnTests : IDisposable
{
    private const long TermMs = 3_000, UntilMs = 2 * TermMs / 3;

    private static readonly ModelShape s_model = new(new(1, 2, 3, 4), [new(4, 2, 1, 1)]);

    private readonly MemoryJournal _journal = new();
    private readonly BlockingThread _thread;
    private readonly ConcurrentQueue<Exception> _failures = [];
    private readonly BlockingCollection<SupervisorInput> _waiting = [];
    private readonly SupervisorMachine _machine = new(SupervisorMind.None);
    private readonly Leadership _leadership;
    private readonly SupervisorLoop _loop;
    private readonly long _number;
    private int _introduced;

    public LateTurnTests()
    {
        _thread = new("journal", waitingMax: 8, _failures.Enqueue);
        var options = new SupervisorOptions { Journal = _journal, Peers = new ObedientPeers(1), Model = (s_model, 1), Holder = "test" };
        _leadership = new(options, _thread, _waiting.Add, () => Interlocked.Increment(ref _introduced));
        _loop = new(_machine, _leadership.Again);
        _number = _journal.Take(JournalHead.Empty, "test").Value;
    }

    [Fact]
    public void WhoseTurnCameTooLateLeadsAgain()
    {
        _leadership.Lead(_number, UntilMs);
        HandleAt(0);
        Assert.Equal((_number, 1), (_machine.Lease, _introduced));
        // Two renewals wait with a tick before them; the turn comes when its time is over, as it knows it, and the lease goes on.
        _waiting.Add(new SupervisorInput.Told(new SupervisorMessage.Tick(0)));
        _leadership.Lead(_number, 2 * UntilMs);
        _leadership.Lead(_number, 3 * UntilMs);
        HandleAt(2 * UntilMs);
        // It leads once more, once: the second renewal spoke of what had ended.
        Assert.Equal((_number, 2), (_machine.Lease, _introduced));
        Assert.Empty(_waiting);
        // And until the newest renewal's end.
        _waiting.Add(new SupervisorInput.Told(new SupervisorMessage.Tick(0)));
        HandleAt(3 * UntilMs - 1);
        Assert.Equal(_number, _machine.Lease);
    }

    [Fact]
    public void WhoseLeaseWasLostMeanwhileDoesNot()
    {
        _leadership.Lead(_number, UntilMs);
        HandleAt(0);
        _leadership.Lead(_number, 2 * UntilMs);
        _leadership.Stop();
        HandleAt(2 * UntilMs);
        Assert.Equal((0, 1), (_machine.Lease, _introduced));
    }

    public void Dispose()
    {
        _thread.Dispose();
        _waiting.Dispose();
        _journal.Dispose();
        Assert.Empty(_failures);
    }

    /// <summary>Handles what waits, and what comes of it, at one time.</summary>
    private void HandleAt(long nowMs)
    {
        do
        {
            while (_waiting.TryTake(out SupervisorInput? input))
                _loop.Handle(input, 1_000 * nowMs, []);
            using var written = new ManualResetEventSlim();
            _thread.Post(written.Set);
            written.Wait();
        }
        while (_waiting.Count > 0);
    }
}
