using ElasticMoE.Placement.Control.Leases;

namespace ElasticMoE.Placement.Tests.Control;

public sealed class LeaseMachineTests
{
    private const long Term = 3_000;

    private readonly List<LeaseEffect> _effects = [];

    [Fact]
    public void AFreeLeaseIsTakenAtOnceAndHeldForTwoThirdsOfATermFromTheAsking()
    {
        var machine = new LeaseMachine(Term);
        Assert.IsType<LeaseEffect.Read>(Single(machine, new LeaseMessage.Tick(), 1_000));
        Assert.Equal(new LeaseEffect.Take(default), Single(machine, new LeaseMessage.WasRead(default(LeaseRow)), 1_010));
        Assert.Equal(new LeaseEffect.Lead(1, 1_010 + 2 * Term / 3), Single(machine, new LeaseMessage.WasTaken(true), 1_500));
        Assert.Equal(1, machine.Number);
    }

    [Fact]
    public void AHeldLeaseIsTakenOnlyAfterItStoodStillForAWholeTerm()
    {
        var machine = new LeaseMachine(Term);
        long nowMs = 0;
        for (long renewal = 0; renewal < 30; renewal++, nowMs += 400)
            Assert.Empty(ReadAt(machine, new(4, renewal), nowMs));
        long stoodMs = nowMs - 400;
        while (nowMs - stoodMs < Term)
        {
            Assert.Empty(ReadAt(machine, new(4, 29), nowMs));
            nowMs += 400;
        }
        Assert.Equal(new LeaseEffect.Take(new(4, 29)), Assert.Single(ReadAt(machine, new(4, 29), nowMs)));
    }

    [Fact]
    public void WhoHasTheJournalAloneLeadsAtOnceAndForGood()
    {
        var machine = new LeaseMachine(Term, isExclusive: true);
        Assert.IsType<LeaseEffect.Read>(Single(machine, new LeaseMessage.Tick(), 1_000));
        Assert.Equal(new LeaseEffect.Take(new(4, 29)), Single(machine, new LeaseMessage.WasRead(new LeaseRow(4, 29)), 1_010));
        Assert.Equal(new LeaseEffect.Lead(5, long.MaxValue), Single(machine, new LeaseMessage.WasTaken(true), 1_020));
        Assert.Empty(Handle(machine, new LeaseMessage.Tick(), 100 * Term));
        Assert.Equal(new LeaseEffect.Stop(5), Assert.Single(Handle(machine, new LeaseMessage.Superseded(), 101 * Term)));
    }

    [Fact]
    public void ALeaderThatWakesLateStopsBeforeAnythingElse()
    {
        LeaseMachine machine = Leader();
        Assert.Equal(new LeaseEffect.Stop(1), Handle(machine, new LeaseMessage.WasRenewed(true), 2_500)[0]);
        Assert.Equal(0, machine.Number);
    }

    [Fact]
    public void ARenewalOfUnknownOutcomeExtendsNothingAndIsLookedUp()
    {
        LeaseMachine machine = Leader();
        Assert.Equal(new LeaseEffect.Renew(new(1, 0)), Single(machine, new LeaseMessage.Tick(), 400));
        Assert.Empty(Handle(machine, new LeaseMessage.WasRenewed(null), 450));
        Assert.IsType<LeaseEffect.Read>(Single(machine, new LeaseMessage.Tick(), 800));
        Assert.Empty(Handle(machine, new LeaseMessage.WasRead(new LeaseRow(1, 1)), 810));
        Assert.Equal(2 * Term / 3, machine.UntilMs);
        Assert.Equal(new LeaseEffect.Renew(new(1, 1)), Single(machine, new LeaseMessage.Tick(), 1_200));
        Assert.Equal(new LeaseEffect.Lead(1, 1_200 + 2 * Term / 3), Single(machine, new LeaseMessage.WasRenewed(true), 1_210));
    }

    [Fact]
    public void WhoeverIsSupersededStops()
    {
        Assert.Equal(new LeaseEffect.Stop(1), Single(Leader(), new LeaseMessage.Superseded(), 100));
        LeaseMachine machine = Leader();
        Handle(machine, new LeaseMessage.Tick(), 400);
        Assert.Equal(new LeaseEffect.Stop(1), Single(machine, new LeaseMessage.WasRenewed(false), 450));
        Assert.Empty(Handle(machine, new LeaseMessage.Superseded(), 500));
    }

    [Fact]
    public void AnUnreachableDatabaseIsAskedAgainAndNothingIsTaken()
    {
        var machine = new LeaseMachine(Term);
        for (long nowMs = 0; nowMs < 10_000; nowMs += 400)
        {
            Assert.IsType<LeaseEffect.Read>(Single(machine, new LeaseMessage.Tick(), nowMs));
            Assert.Empty(Handle(machine, new LeaseMessage.WasRead(null), nowMs + 5));
        }
    }

    private LeaseMachine Leader()
    {
        var machine = new LeaseMachine(Term);
        Handle(machine, new LeaseMessage.Tick(), -10);
        Handle(machine, new LeaseMessage.WasRead(default(LeaseRow)), 0);
        Handle(machine, new LeaseMessage.WasTaken(true), 5);
        return machine;
    }

    private LeaseEffect[] ReadAt(LeaseMachine machine, LeaseRow row, long nowMs)
    {
        Assert.IsType<LeaseEffect.Read>(Single(machine, new LeaseMessage.Tick(), nowMs));
        return Handle(machine, new LeaseMessage.WasRead(row), nowMs);
    }

    private LeaseEffect Single(LeaseMachine machine, LeaseMessage message, long nowMs) => Assert.Single(Handle(machine, message, nowMs));

    private LeaseEffect[] Handle(LeaseMachine machine, LeaseMessage message, long nowMs)
    {
        _effects.Clear();
        machine.Handle(message, nowMs, _effects);
        return [.. _effects];
    }
}
