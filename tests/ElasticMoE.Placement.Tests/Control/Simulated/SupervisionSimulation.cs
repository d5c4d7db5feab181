using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>Random commands and faults of every kind at once.</summary>
public sealed class SupervisionSimulation
{
    private const int Seeds = 40;

    [Fact]
    public void WhateverFailsOneLeadsNothingIsLostAndRedundancyReturns()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int seed = 0; seed < Seeds; seed++)
            Run(seed, seen);
        // A run in which nothing happens proves nothing: each of these is to have occurred.
        string[] events = [.. typeof(ControlEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ControlEvent))).Select(type => type.Name)];
        string[] missing = [.. events.Concat(["frozen", "lagging", "refused by number at the journal", "refused by number at a node", "a second leader", "an answer without a leader"]).Where(what => !seen.ContainsKey(what))];
        Assert.True(missing.Length == 0, $"never seen: {string.Join(", ", missing)}");
    }

    [Fact]
    public void ASeedGivesTheSameRunTwice() => Assert.Equal(Run(11, []), Run(11, []));

    private static string Run(int seed, SortedDictionary<string, int> seen)
    {
        bool hasRoom = seed % 4 != 3;
        SimWorld world = new SimWorld(seed, nodes: 4 + seed % 3, hasRoom ? 100_000 : 600).Form();
        var faults = new RandomFaults(world);
        var commands = new RandomCommands(world.Random);
        ControlState last = world.Leader!.Machine.State;
        for (ulong turn = 1; turn <= 60; turn++)
        {
            if (world.Random.Next(3) == 0)
                faults.Next();
            last = world.Leader?.Machine.State is { Model: not null } state ? state : last;
            world.Command(new(7, turn), commands.Next(last));
            world.Queue.RunFor(world.Random.Next(20, 600));
            world.Check();
        }
        world.Queue.RunFor(RandomFaults.LongestMs);
        long? took = world.Queue.RunUntil(() => world.IsSettled() && world.Leader!.Machine.State.Nodes.Count == world.Nodes.Count, 30_000);
        Assert.True(took is not null, $"{world}: not settled 30 s after the last fault: {Unsettled(world)}");
        world.Check();
        WantedInvariants.Check(world.Leader!.Machine.State, hasRoom, world.ToString());
        foreach ((EventId id, CommandOutcome outcome) in world.Answers.Where(answer => answer.Value.Code is OutcomeCode.Done or OutcomeCode.Accepted))
            Assert.True(world.Journal.Entries.Count(entry => entry.Id == id) == 1, $"{world}: {outcome.Message} was answered and isn't in the journal once");
        foreach (SimRouter router in world.Routers)
            router.ForgetParks();
        world.Queue.RunFor(2_000);
        Assert.All(world.Routers, router => Assert.False(router.IsParked, $"{world}: a row is still parked"));
        Note(world, seen);
        return $"{world.Journal.Entries.Count} {world.Sent.Count} {world.Leader!.Machine.Map!.Epoch} {string.Join(' ', world.Routers.Select(router => router.Rows))}";
    }

    private static void Note(SimWorld world, SortedDictionary<string, int> seen)
    {
        var occurred = world.Journal.Entries.SelectMany(entry => EventCodec.Decode(entry.Bytes).Events).Select(one => one.GetType().Name).ToList();
        occurred.AddRange(world.Told.OfType<SupervisorEffect.FreezeChanged>().Select(_ => "frozen"));
        occurred.AddRange(world.Told.OfType<SupervisorEffect.RouterLags>().Select(_ => "lagging"));
        occurred.AddRange(Enumerable.Repeat("refused by number at the journal", world.Journal.Refused));
        occurred.AddRange(Enumerable.Repeat("refused by number at a node", world.Nodes.Sum(node => node.Stale)));
        occurred.AddRange(Enumerable.Repeat("a second leader", (int)world.Journal.Lease.Number - 1));
        occurred.AddRange(world.Answers.Values.Where(answer => answer.Code == OutcomeCode.NoLeader).Select(_ => "an answer without a leader"));
        foreach (string what in occurred)
            seen[what] = seen.GetValueOrDefault(what) + 1;
    }

    private static string Describe(SimWorld world, ExpertVersion replica)
    {
        WantedReplicas wanted = world.Leader!.Machine.State.WantedOf(replica);
        return $"{replica}: wanted {string.Join(' ', wanted.Awake)} and {string.Join(' ', wanted.Standbys)}, is {string.Join(' ', world.Nodes.Select(node => node.PhaseOf(replica)))}{(world.Leader.Machine.Observed.IsClaimed(replica) ? ", claimed" : "")}";
    }

    private static string Unsettled(SimWorld world)
    {
        if (world.Leader?.Machine is not { } machine)
            return "nobody leads";
        string[] replicas = [.. machine.State.LiveVersions.Where(replica => !machine.Observed.IsSettled(machine.State, replica)).Select(replica => $"{replica}")];
        string[] operations = [.. machine.State.Operations.Values.Where(operation => operation.IsUnderWay).Select(operation => $"{operation.Subject} ({string.Join("; ", operation.Experts.Select(replica => Describe(world, replica)))})")];
        return $"frozen {machine.IsFrozen}, {machine.State.Nodes.Count} nodes, replicas {string.Join(", ", replicas)}; operations {string.Join(", ", operations)}; lagging {string.Join(", ", world.Routers.Where(router => router.Map?.Epoch != machine.Map?.Epoch).Select(router => router.Identity))}";
    }
}
