using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Placement.Tests.Autoscaling;
using ElasticMoE.Simulation.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>A whole control plane, planner and autoscaler included, under the rates at which the bundled model's experts are chosen.</summary>
public sealed class ElasticityTests
{
    private const int Layers = 5, Experts = 32;
    private const double RowsPerS = 120;

    [Fact]
    public void TranslationLetsAFifthSleepWithinAMinuteRareRowsDoNotFlapAndAnotherDomainIsServed()
    {
        ControlScene world = Scene(nodes: 4, budget: 1000);
        var traffic = new Traffic(1);
        int turn = 0;
        Pass(world, 30, () => traffic.Second(Traffic.Domains[turn++ % Traffic.Domains.Count], RowsPerS));
        Assert.Equal(0, Asleep(world));
        long before = Resident(world);

        Pass(world, 60, () => traffic.Second("translation", RowsPerS));
        Assert.True(Asleep(world) >= Layers * Experts / 5, $"{Asleep(world)} sleep after a minute");
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
        ControlState settled = world.Leader!.Machine.State;
        Assert.All(settled.Experts.Where(pair => pair.Value.Replicas == 0), pair => Assert.Single(settled.WantedOf(settled.CurrentOf(pair.Key)).All));
        Assert.Equal(settled.Wanted.Values.Sum(wanted => wanted.All.Count()) * ControlModel.ExpertBytes, Resident(world));
        Assert.True(Resident(world) < before, $"{Resident(world)} of {before} bytes are resident");

        Pass(world, 120, () => traffic.Second("translation", RowsPerS));
        (int entries, long epoch, long rows, int asleep) = (world.Journal.Entries.Count, world.Leader.Machine.Map!.Epoch.Counter, world.Routers[0].Rows, Asleep(world));
        int sent = Pass(world, 600, () => traffic.Second("translation", RowsPerS));
        ControlEvent[] events = [.. world.Journal.Entries.Skip(entries).SelectMany(entry => EventCodec.Decode(entry.Bytes).Events)];
        ReplicaCount[] changes = [.. events.OfType<ControlEvent.ReplicasSet>().SelectMany(set => set.Counts)];
        Assert.Empty(events.OfType<ControlEvent.TakeoverRatified>());
        Assert.True(changes.Length <= 8, $"{changes.Length} numbers of replicas change in ten minutes of one domain");
        Assert.All(changes.GroupBy(change => change.Expert), expert => Assert.True(expert.Count() <= 2, $"expert {expert.Key} changes {expert.Count()} times"));
        Assert.True(world.Leader.Machine.Map.Epoch.Counter - epoch <= 20, $"{world.Leader.Machine.Map.Epoch.Counter - epoch} maps");
        Assert.Equal(sent, world.Routers[0].Rows - rows);
        // Rare rows came, for experts that sleep, and were served.
        Assert.Contains(world.Leader.Machine.State.Experts, pair => pair.Value.Replicas == 0 && world.Leader.Machine.Explain(pair.Key).Load.RowsPerS > 0);
        Assert.InRange(Asleep(world), asleep - 8, asleep + 8);

        ExpertId[] wanted = [.. Traffic.Experts.Where(expert => world.Leader.Machine.State.Experts[expert].Replicas == 0 && Traffic.Share("csharp", expert) > 0.04)];
        Assert.NotEmpty(wanted);
        rows = world.Routers[0].Rows;
        sent = Pass(world, 20, () => traffic.Second("csharp", RowsPerS));
        Assert.Equal(sent, world.Routers[0].Rows - rows);
        Assert.All(wanted, expert => Assert.NotEqual(0, world.Leader.Machine.State.Experts[expert].Replicas));
        Assert.Equal(0, world.Routers[0].LongestParkMs);
        Assert.Null(world.World.Violation);
    }

    [Fact]
    public void ALostNodesRedundancyIsBackWithinThirtySecondsInAnotherZone()
    {
        ControlScene world = Scene(nodes: 6, budget: 1000);
        world.Nodes[1].Kill();
        long? took = world.RunUntil(() => !world.Leader!.Machine.State.Nodes.ContainsKey(new(1)) && world.IsSettled() && !Protection.Unprotected(world.Leader.Machine.State).Any(), 30_000);
        Assert.True(took < 30_000, $"{took} ms");
        Assert.Null(WantedChecks.Settled(world.Leader!.Machine.State, hasRoom: true));
        Assert.Equal(FailureDomainKind.Zone, world.Leader.Machine.Redundancy!.Domain);
        Assert.True(world.Leader.Machine.Redundancy.FitsAfterLargestLoss);
        Assert.Null(world.World.Violation);
    }

    [Fact]
    public void WhereMemoryDoesNotSufficeTheLeastUsedLackStandbysAndStatusSaysSo()
    {
        // 160 experts twice are 320 replicas; after the loss of one of four nodes there is room for 270.
        ControlScene world = Scene(nodes: 4, budget: 90);
        Assert.False(world.Leader!.Machine.Redundancy!.IsDegraded);
        Assert.False(world.Leader.Machine.Redundancy.FitsAfterLargestLoss);
        for (int second = 0; second < 20; second++)
        {
            foreach (ExpertId expert in world.Leader.Machine.State.Experts.Keys)
                world.Routers[0].Ask(expert, 20 + expert.Index);
            world.RunFor(1_000);
        }
        world.Nodes[3].Kill();
        Assert.NotNull(world.RunUntil(() => !world.Leader.Machine.State.Nodes.ContainsKey(new(3)) && world.IsSettled() && world.Leader.Machine.Redundancy.IsDegraded, 30_000));
        ControlState state = world.Leader.Machine.State;
        Assert.All(state.LiveVersions, replica => Assert.NotEmpty(state.WantedOf(replica).Awake));
        ExpertVersion[] alone = [.. Protection.Unprotected(state)];
        // Zone 1 has lost half its memory: its 90 replicas protect 90 experts at most, and so 70 are alone at least.
        Assert.Equal(70, alone.Length);
        Assert.Equal((70, 70), (world.Leader.Machine.Redundancy.Unprotected, world.Leader.Machine.Redundancy.UnprotectedMin));
        Assert.Contains("lack standbys", string.Join('\n', world.Leader.Machine.Redundancy.Reasons), StringComparison.Ordinal);
        int used = alone.Max(replica => replica.Expert.Index), spared = state.LiveVersions.Except(alone).Min(replica => replica.Expert.Index);
        Assert.True(used <= spared + 7, $"an expert of load {used} lacks a standby, and one of load {spared} has one");
        Assert.True(alone.Average(replica => replica.Expert.Index) < state.LiveVersions.Except(alone).Average(replica => replica.Expert.Index), "those that are used more lack standbys");

        world.Nodes[3].Restart();
        Assert.NotNull(world.RunUntil(() => world.IsSettled() && !Protection.Unprotected(world.Leader.Machine.State).Any() && !world.Leader.Machine.Redundancy!.IsDegraded, 90_000));
        Assert.Null(world.World.Violation);
    }

    [Fact]
    public void ANodeThatJoinsGetsWorkInBoundedChanges()
    {
        ControlScene world = Scene(nodes: 5, budget: 1000, absent: 4);
        int change = 0;
        for (int second = 0; second < 200; second++)
        {
            if (second == 20)
            {
                change = (int)world.Leader!.Machine.State.LastChange;
                world.Nodes[4].Restart();
            }
            foreach (ExpertId expert in world.Leader!.Machine.State.Experts.Keys)
                world.Routers[0].Ask(expert, 4);
            world.RunFor(1_000);
        }
        ControlState state = world.Leader!.Machine.State;
        int awake = state.Wanted.Values.Count(wanted => wanted.Awake.Contains(new(4)));
        Assert.InRange(awake, 16, 48);
        foreach (PlacementRecord record in state.History.Where(record => record.Change > change))
        {
            int moved = record.Before.Zip(record.After, (before, after) => after.Awake.Except(before.Awake).Count()).Sum();
            Assert.True(moved <= new PlannerSettings().BalanceMovesMax, $"'{record.Cause}' moves {moved}");
        }
        Assert.Equal(0, world.Routers[0].LongestParkMs);
        Assert.Null(world.World.Violation);
    }

    private static ControlScene Scene(int nodes, int budget, int? absent = null)
    {
        var world = new ControlScene(5, new()
        {
            Model = ControlModel.Shape([.. Enumerable.Repeat(Experts, Layers)]),
            Nodes = nodes,
            BudgetBytes = budget * ControlModel.ExpertBytes,
            Candidates = 1,
            Routers = 1,
            Planner = Planner.Plan,
            Autoscales = true,
            ScriptedRows = true,
        });
        if (absent is { } node)
            world.Nodes[node].Kill();
        world.Form();
        Assert.Null(world.World.Violation);
        // The first question about balance, and what could be lost.
        world.RunFor(15_000);
        return world;
    }

    private static int Pass(ControlScene world, int seconds, Func<List<Placement.Autoscaling.ExpertLoad>> rows)
    {
        long sent = 0;
        for (int second = 0; second < seconds; second++)
        {
            foreach (Placement.Autoscaling.ExpertLoad load in rows())
            {
                world.Routers[0].Ask(load.Expert, (int)load.Rows);
                sent += load.Rows;
            }
            world.RunFor(1_000);
        }
        return (int)sent;
    }

    private static int Asleep(ControlScene world) => world.Leader!.Machine.State.Experts.Values.Count(expert => expert.Replicas == 0);

    private static long Resident(ControlScene world) => world.Nodes.Sum(node => node.ResidentBytes);
}
