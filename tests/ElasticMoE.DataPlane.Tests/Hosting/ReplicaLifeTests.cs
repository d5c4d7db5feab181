using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.DataPlane.Tests.Hosting;

public sealed class ReplicaLifeTests
{
    private readonly Hosted _hosted = new();

    public ReplicaLifeTests() => _hosted.Machine.Fence(1);

    private ReplicaTable Table => _hosted.Table;

    [Fact]
    public void AWakeFetchesLoadsAndServes()
    {
        _hosted.Submit(ReplicaAction.Wake, 2);
        Replica replica = Table.Find(Hosted.Id(2))!;
        Assert.Equal((ReplicaPhase.Fetching, false), (replica.Phase, replica.CanServe));
        Assert.Equal("Fetch 0/2@0", _hosted.Tasks());
        Table.Fetched(replica);
        Assert.Equal((ReplicaPhase.Waking, false), (replica.Phase, replica.CanServe));
        Assert.Equal("Load 0/2@0", _hosted.Tasks());
        Table.Loaded(replica, stays: true);
        Assert.Equal((ReplicaPhase.Awake, true), (replica.Phase, replica.CanServe));
        Assert.Empty(_hosted.Tasks());
    }

    [Fact]
    public void AWarmOneWakesAndSleepsWithoutBytesMoving()
    {
        Replica replica = _hosted.Bring(ReplicaAction.Load, 0);
        Assert.Equal(ReplicaPhase.Warm, replica.Phase);
        foreach (ReplicaAction action in new[] { ReplicaAction.Wake, ReplicaAction.Sleep, ReplicaAction.Wake })
        {
            _hosted.Submit(action, 0);
            Assert.Empty(_hosted.Tasks());
            Assert.Equal(action == ReplicaAction.Wake ? ReplicaPhase.Awake : ReplicaPhase.Warm, replica.Phase);
        }
    }

    [Theory]
    [InlineData(ReplicaAction.Sleep, ReplicaPhase.Warm, "")]
    [InlineData(ReplicaAction.Unload, ReplicaPhase.Cold, "Release 0/0@0")]
    public void WhatIsHeldServesUntilTheLastHoldIsReleased(ReplicaAction action, ReplicaPhase end, string tasks)
    {
        Replica replica = _hosted.Bring(ReplicaAction.Wake, 0);
        replica.Hold();
        replica.Hold();
        _hosted.Submit(action, 0);
        Table.Release(replica, served: true);
        Assert.Equal((ReplicaPhase.Draining, true, ""), (replica.Phase, replica.CanServe, _hosted.Tasks()));
        Table.Release(replica, served: true);
        Assert.Equal((end, tasks, 2L), (replica.Phase, _hosted.Tasks(), replica.RowsServed));
    }

    [Fact]
    public void AWakeEndsDraining()
    {
        Replica replica = _hosted.Bring(ReplicaAction.Wake, 0);
        replica.Hold();
        _hosted.Submit(ReplicaAction.Unload, 0);
        _hosted.Submit(ReplicaAction.Wake, 0);
        Assert.Equal(ReplicaPhase.Awake, replica.Phase);
        Table.Release(replica, served: true);
        Assert.Equal((ReplicaPhase.Awake, ""), (replica.Phase, _hosted.Tasks()));
    }

    [Fact]
    public void OneThatIsUnloadedWhileItLoadsGivesItsMemoryBackAfterwards()
    {
        _hosted.Submit(ReplicaAction.Wake, 0);
        Replica replica = Table.Find(Hosted.Id(0))!;
        Table.Fetched(replica);
        _hosted.Submit(ReplicaAction.Unload, 0);
        Assert.Equal((ReplicaPhase.Waking, "Fetch 0/0@0, Load 0/0@0"), (replica.Phase, _hosted.Tasks()));
        Table.Loaded(replica, stays: true);
        Assert.Equal((ReplicaPhase.Cold, "Release 0/0@0"), (replica.Phase, _hosted.Tasks()));
    }

    [Fact]
    public void OneWhosePagesMayGoIsNoStandbyAndServesAllTheSame()
    {
        _hosted.Submit(ReplicaAction.Load, 0);
        Replica replica = Table.Find(Hosted.Id(0))!;
        Table.Fetched(replica);
        _hosted.Tasks();
        Table.Loaded(replica, stays: false);
        Assert.Equal((ReplicaPhase.Cold, "Release 0/0@0"), (replica.Phase, _hosted.Tasks()));
        _hosted.Submit(ReplicaAction.Wake, 0);
        Table.Loaded(replica, stays: false);
        Assert.Equal(ReplicaPhase.Awake, replica.Phase);
    }

    [Fact]
    public void AStandbyWhosePagesWentIsLoadedAgain()
    {
        Replica replica = _hosted.Bring(ReplicaAction.Load, 0);
        Table.Evicted(replica);
        Assert.Equal((ReplicaPhase.Waking, "Load 0/0@0"), (replica.Phase, _hosted.Tasks()));
        Table.Loaded(replica, stays: true);
        Assert.Equal(ReplicaPhase.Warm, replica.Phase);
        _hosted.Submit(ReplicaAction.Wake, 0);
        Table.Evicted(replica);
        Assert.Equal(ReplicaPhase.Awake, replica.Phase);
    }

    [Fact]
    public void AFailureSaysWhyAndTheNextCommandTriesAgain()
    {
        _hosted.Submit(ReplicaAction.Load, 0);
        Replica replica = Table.Find(Hosted.Id(0))!;
        Table.Failed(replica, "nobody has it");
        Assert.Equal((ReplicaPhase.Failed, "nobody has it", 0L), (replica.Phase, replica.Cause, Table.ClaimedBytes));
        _hosted.Tasks();
        _hosted.Submit(ReplicaAction.Load, 0);
        Assert.Equal((ReplicaPhase.Fetching, null, "Fetch 0/0@0"), (replica.Phase, replica.Cause, _hosted.Tasks()));
    }

    [Fact]
    public void ATakeoverWakesAStandbyUntilACommandComes()
    {
        Replica replica = _hosted.Bring(ReplicaAction.Load, 0);
        Assert.True(Table.TakeOver(replica));
        Assert.False(Table.TakeOver(replica));
        Assert.Equal((ReplicaPhase.Awake, true), (replica.Phase, _hosted.Machine.Report().Replicas[0].TookOver));
        _hosted.Submit(ReplicaAction.Wake, 0);
        Assert.False(_hosted.Machine.Report().Replicas[0].TookOver);
    }

    /// <summary>Whatever comes in whatever order, a goal is reached once what was asked for is done, and the memory's account is right.</summary>
    [Fact]
    public void EveryOrderOfCommandsAndEventsEndsWhereTheLastCommandSays()
    {
        for (int seed = 0; seed < 2_000; seed++)
            RunAtRandom(seed);
    }

    private static void RunAtRandom(int seed)
    {
        var random = new Random(seed);
        var hosted = new Hosted();
        hosted.Machine.Fence(1);
        var open = new List<ReplicaTask>();
        var held = new List<Replica>();
        for (int step = 0; step < 60; step++)
        {
            hosted.Submit((ReplicaAction)random.Next(1, 6), random.Next(4));
            RunOne(hosted.Table, open, held, random);
        }
        while (open.Count > 0 || held.Count > 0 || hosted.Table.HasTasks)
            RunOne(hosted.Table, open, held, random);
        Assert.All(hosted.Table.Replicas, replica => Assert.True(replica.Phase == replica.Goal, $"seed {seed}: {replica.Id} is {replica.Phase}, to be {replica.Goal}"));
        Assert.Equal(hosted.Table.Replicas.Count(replica => replica.TakesMemory) * Hosted.ExpertBytes, hosted.Table.ClaimedBytes);
        Assert.InRange(hosted.Table.ClaimedBytes, 0, Hosted.BudgetBytes);
        Assert.Equal(0, hosted.Table.OnTheWay);
    }

    private static void RunOne(ReplicaTable table, List<ReplicaTask> open, List<Replica> held, Random random)
    {
        table.TakeTasks(open);
        Replica[] serving = [.. table.Replicas.Where(replica => replica.CanServe)];
        if (serving.Length > 0 && held.Count < 3 && random.Next(8) == 0)
        {
            held.Add(serving[random.Next(serving.Length)]);
            held[^1].Hold();
        }
        else if (held.Count > 0 && random.Next(2) == 0)
        {
            table.Release(held[0], served: true);
            held.RemoveAt(0);
        }
        if (open.Count == 0)
            return;
        (Replica replica, ReplicaStep done) = open[0];
        open.RemoveAt(0);
        if (done == ReplicaStep.Fetch)
            table.Fetched(replica);
        else if (done == ReplicaStep.Load)
            table.Loaded(replica, stays: true);
    }
}
