using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>One fault each.</summary>
public sealed class SupervisionTests
{
    /// <summary>A router's report, a decision and its append, the load, the node's report and the next map.</summary>
    private const long ServedAgainMs = 1_000;

    private static readonly ExpertId Expert = new(1, 0);

    [Fact]
    public void AClusterFormsAndEveryExpertHasAReplicaAndAStandbyApart()
    {
        ControlScene world = Scene(1);
        Assert.Null(WantedChecks.Settled(world.Leader!.Machine.State, hasRoom: true));
        world.RunFor(1000);
        Assert.All(world.Routers, router => Assert.True(router.Rows > 50));
    }

    [Fact]
    public void AKilledLeaderIsFollowedWithinFiveSecondsAndNothingIsLost()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            ControlScene world = Scene(seed);
            world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2));
            ControlCandidate leader = world.Leader!;
            byte[] before = SnapshotCodec.Encode(leader.Machine.State with { Index = 0 });
            leader.Crash(60_000);
            long? took = world.RunUntil(() => world.Leader?.Machine.Map is not null, 10_000);
            Assert.True(took < 5_000, $"{world}: {took} ms until another leads");
            Assert.Equal(2, world.Leader!.Machine.State.Experts[Expert].Replicas);
            Kept(world);
        }
    }

    [Fact]
    public void ALostNodesReplicasAreElsewhereWithinTenSeconds()
    {
        ControlScene world = Scene(2, nodes: 5);
        world.Nodes[1].Kill();
        long? took = world.RunUntil(() => world.Leader is { } leader && !leader.Machine.State.Nodes.ContainsKey(new(1)) && world.IsSettled(), 30_000);
        Assert.True(took < 10_000, $"{took} ms");
        Assert.Null(WantedChecks.Settled(world.Leader!.Machine.State, hasRoom: true));
        Assert.All(world.Routers, router => Assert.True(router.LongestParkMs < 500, $"{router.LongestParkMs} ms parked"));
    }

    [Fact]
    public void AnExpertWhoseOnlyNodeIsLostGoesToACordonedOneWhereNoneIsOpen()
    {
        ControlScene world = Scene(2, nodes: 4);
        world.Insist(new(7, 1), new AdminCommand.Sleep([Expert]));
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
        NodeId only = world.Leader!.Machine.State.WantedOf(new(Expert, 0)).All.Single();
        for (int node = 0; node < 4; node++)
            world.Insist(new(7, 2 + (ulong)node), new AdminCommand.Cordon(new(node)));
        world.Nodes[only.Value].Kill();
        Assert.NotNull(world.RunUntil(() => !world.Leader!.Machine.State.Nodes.ContainsKey(only) && world.IsSettled() && !world.Routers.Any(router => router.IsParked), 10_000));
        Assert.Null(WantedChecks.Settled(world.Leader!.Machine.State, hasRoom: true));
    }

    [Fact]
    public void ASleepingExpertWhoseOnlyNodeIsGoneIsServedElsewhereAsSoonAsRowsWaitForIt()
    {
        ControlScene world = Scene(2, nodes: 4);
        world.Insist(new(7, 1), new AdminCommand.Sleep([Expert]));
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
        NodeId only = world.Leader!.Machine.State.WantedOf(new(Expert, 0)).All.Single();
        world.Nodes[only.Value].Kill();
        Assert.NotNull(world.RunUntil(() => world.Routers.Any(router => router.IsParked), 1_000));
        long? took = world.RunUntil(() => !world.Routers.Any(router => router.IsParked), 30_000);
        Assert.True(took < ServedAgainMs, $"{took} ms");
        Assert.True(world.Leader!.Machine.State.Nodes.ContainsKey(only), "only once it looks lost is it given up");
    }

    [Fact]
    public void WhatOnlyDeadNodesHaveIsServedElsewhereAtOnceAndTakenBackWhenTheyAreBack()
    {
        // Without the autoscaler, and with each of the planners.
        foreach (int seed in (int[])[1, 5, 9])
        {
            ControlScene world = Scene(seed, supervisors: 1);
            Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
            WantedReplicas before = world.Leader!.Machine.State.WantedOf(new(Expert, 0));
            foreach (NodeId node in before.All)
                world.Nodes[node.Value].Kill();
            world.RunFor(ServedAgainMs);
            ControlState state = world.Leader.Machine.State;
            Assert.All(before.All, node => Assert.True(state.Nodes.ContainsKey(node), $"{world}: {node} has been given up"));
            NodeId other = Assert.Single(state.WantedOf(new(Expert, 0)).Awake.Except(before.All));
            Assert.Equal(ReplicaPhase.Awake, world.Nodes[other.Value].PhaseOf(new(Expert, 0)));
            Assert.All(world.Routers, router => Assert.False(router.IsParked));
            foreach (NodeId node in before.All)
                world.Nodes[node.Value].Restart();
            Assert.True(world.RunUntil(() => world.Leader.Machine.State.Wanted.Values.All(wanted => wanted.Awake.Count == 1) && world.IsSettled(), 60_000) is not null, $"{world}: what was loaded on top stays");
            Kept(world);
        }
    }

    [Fact]
    public void ABreakOfAQuarterOfASecondLoadsNothingWhereNobodyWaits()
    {
        ControlScene world = Scene(5, supervisors: 1, scripted: true);
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
        long index = world.Leader!.Machine.State.Index;
        NodeId[] holders = [.. world.Leader.Machine.State.WantedOf(new(Expert, 0)).All];
        Cut(true);
        world.RunFor(250);
        Cut(false);
        world.RunFor(5_000);
        Assert.Equal(index, world.Leader.Machine.State.Index);
        Cut(true);
        world.RunFor(ServedAgainMs);
        Assert.True(world.Leader.Machine.State.WantedOf(new(Expert, 0)).Awake.Count > 1, "what nobody reaches is served by nobody");

        void Cut(bool cut)
        {
            foreach (NodeId node in holders)
            {
                world.Links.CutNode(0, node.Value, cut);
                for (int router = 0; router < world.Routers.Count; router++)
                    world.Links.CutLink(router, node.Value, cut);
            }
        }
    }

    [Fact]
    public void TwoFullNodesChangePlacesThoughEachHasTheOnlyReplicaOfWhatTheOtherIsToHave()
    {
        var world = new ControlScene(1, new() { Model = ControlModel.Shape(4), Nodes = 2, BudgetBytes = 3 * ControlModel.ExpertBytes, Candidates = 1, Routers = 1 });
        world.Form();
        WantedReplicas Only(int expert, int node) => new(new(new(0, expert), 0), [new(node)], []);
        WantedReplicas Twice(int expert, int awake) => new(new(new(0, expert), 0), [new(awake)], [new(1 - awake)]);
        world.Insist(new(7, 1), new AdminCommand.PlacementApply("as it is", [Only(0, 0), Only(1, 1), Twice(2, 0), Twice(3, 1)], []));
        Assert.NotNull(world.RunUntil(world.IsSettled, 20_000));
        world.Insist(new(7, 2), new AdminCommand.PlacementApply("swap", [Only(0, 1), Only(1, 0)], []));
        Assert.NotNull(world.RunUntil(world.IsSettled, 20_000));
        Assert.All(world.Nodes, node => Assert.Equal(3 * ControlModel.ExpertBytes, node.ResidentBytes));
        Assert.Equal([ReplicaPhase.Awake, ReplicaPhase.Awake], [world.Nodes[1].PhaseOf(new(new(0, 0), 0)), world.Nodes[0].PhaseOf(new(new(0, 1), 0))]);
        Assert.Equal(0, world.Routers[0].LongestParkMs);
        Kept(world);
    }

    [Fact]
    public void ALeaderCutOffFromHealthyNodesFreezesAndEvictsNobody()
    {
        ControlScene world = Scene(3, supervisors: 1);
        for (int node = 0; node < 3; node++)
            world.Links.CutNode(0, node, cut: true);
        world.RunFor(5_000);
        Assert.True(world.Leader!.Machine.IsFrozen);
        Assert.Equal(3, world.Leader.Machine.Observed.Unmanaged(world.Leader.Machine.State).Count());
        int sent = world.Shell.Sent.Count;
        Assert.Equal(OutcomeCode.Frozen, world.Insist(new(7, 1), new AdminCommand.Sleep([Expert])).Code);
        world.RunFor(60_000);
        Assert.Equal(4, world.Leader.Machine.State.Nodes.Count);
        Assert.DoesNotContain(world.Shell.Sent.Skip(sent), command => command.Action is ReplicaAction.Sleep or ReplicaAction.Unload);
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
        for (int node = 0; node < 3; node++)
            world.Links.CutNode(0, node, cut: false);
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
    }

    [Fact]
    public void OneNodeThatRoutersStillReachIsNotRemoved()
    {
        ControlScene world = Scene(4, supervisors: 1);
        world.Links.CutNode(0, 2, cut: true);
        world.RunFor(30_000);
        Assert.False(world.Leader!.Machine.IsFrozen);
        Assert.True(world.Leader.Machine.State.Nodes.ContainsKey(new(2)));
        // Half of the routers miss it now.
        world.Links.CutLink(0, 2, cut: true);
        Assert.NotNull(world.RunUntil(() => !world.Leader.Machine.State.Nodes.ContainsKey(new(2)), 5_000));
    }

    [Fact]
    public void WithTwoOfThreeNodesDeadLoadingAndWakingOnTheThirdGoOn()
    {
        ControlScene world = Scene(5, nodes: 3, supervisors: 1);
        world.Nodes[0].Kill();
        world.Nodes[1].Kill();
        world.RunFor(5_000);
        Assert.True(world.Leader!.Machine.IsFrozen);
        Assert.Equal(3, world.Leader.Machine.State.Nodes.Count);
        // Every expert serves on the third, though nobody has been given up yet.
        Assert.All(world.Leader.Machine.State.LiveVersions, replica => Assert.True(world.Nodes[2].PhaseOf(replica) is ReplicaPhase.Awake or ReplicaPhase.Warm, $"{replica} is {world.Nodes[2].PhaseOf(replica)}"));
        Assert.All(world.Routers, router => Assert.False(router.IsParked));
        Assert.True(world.RunUntil(() => world.Leader.Machine.State.Nodes.Count == 1, 30_000) is not null, "the dead are never given up");
        world.Nodes[0].Restart();
        world.Nodes[1].Restart();
        Assert.NotNull(world.RunUntil(() => world.Leader.Machine.State.Nodes.Count == 3 && world.IsSettled(), 10_000));
        Assert.Null(WantedChecks.Settled(world.Leader.Machine.State, hasRoom: true));
    }

    [Fact]
    public void AHungRouterDoesNotBlockADrain()
    {
        ControlScene world = Scene(6, nodes: 4);
        world.Routers[1].IsHung = true;
        CommandOutcome accepted = world.Insist(new(7, 1), new AdminCommand.Drain(new(0)));
        Assert.Equal(OutcomeCode.Accepted, accepted.Code);
        long? took = world.RunUntil(() => world.Shell.Told.OfType<SupervisorEffect.Ended>().Any(ended => ended.Operation == accepted.Operation), 20_000);
        Assert.InRange(took ?? long.MaxValue, 1_900, 8_000);
        Assert.Equal(0, world.Nodes[0].ResidentBytes);
        Assert.Contains(world.Shell.Told, told => told is SupervisorEffect.RouterLags lags && lags.Router == world.Routers[1].Identity);
    }

    [Fact]
    public void ADrainWithRoutersThatAcknowledgeDoesNotWait()
    {
        ControlScene world = Scene(6, nodes: 4);
        CommandOutcome accepted = world.Insist(new(7, 1), new AdminCommand.Drain(new(0)));
        long? took = world.RunUntil(() => world.Shell.Told.OfType<SupervisorEffect.Ended>().Any(ended => ended.Operation == accepted.Operation), 20_000);
        Assert.True(took < 1_900, $"{took} ms");
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
    }

    [Fact]
    public void APausedLeaderThatWakesLateIsRefusedByNumberAtJournalAndNodes()
    {
        ControlScene world = Scene(7);
        ControlCandidate old = world.Leader!;
        long lease = old.Machine.Lease;
        old.Pause(20_000);
        Assert.True(world.RunUntil(() => world.Leader is { } next && next != old && next.Machine.Map is not null, 5_000) is not null);
        world.RunFor(50);
        ReplicaCommand late = new(lease, world.Nodes[0].Description.Identity, new(Expert, 0), ReplicaAction.Unload, null, []);
        Assert.Equal(CommandReceipt.StaleLease, world.Nodes[0].Submit(late));

        // Were its clock to stand still as well, the journal would refuse it all the same.
        var frozen = new SupervisorMachine(SupervisorMind.None);
        var effects = new List<SupervisorEffect>();
        frozen.Handle(new SupervisorMessage.LeaseAcquired(lease, long.MaxValue, "frozen", world.Journal.Replayed), 0, effects);
        var append = effects.OfType<SupervisorEffect.Append>().Single();
        (bool? Done, bool Fenced)? answer = null;
        world.Journal.Append(append, (done, fenced) => answer = (done, fenced));
        world.RunFor(100);
        Assert.Equal((false, true), answer);
        effects.Clear();
        frozen.Handle(new SupervisorMessage.AppendFenced(append.Batch.Id), 1, effects);
        Assert.Equal(0, frozen.Lease);
        Assert.Contains(effects, effect => effect is SupervisorEffect.StepDown);

        world.RunFor(25_000);
        Assert.NotEqual(old, world.Leader);
        Kept(world);
    }

    [Fact]
    public void AnAppendOfUnknownOutcomeIsRetriedByItsIdAndAppliedOnce()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            ControlScene world = Scene(seed);
            world.Journal.UnknownPercent = 60;
            Assert.False(world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2)).Code.IsRefusal());
            // The same again gets the same answer and changes nothing.
            long entries = world.Journal.Entries.Count(entry => entry.Id == new EventId(7, 1));
            Assert.Equal(1, entries);
            Assert.False(world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2)).Code.IsRefusal());
            Assert.Equal(1, world.Journal.Entries.Count(entry => entry.Id == new EventId(7, 1)));
            Kept(world);
        }
    }

    [Fact]
    public void AFullDiskRefusesACommandWithExitSixAndChangesNothing()
    {
        ControlScene world = Scene(8);
        world.Journal.IsFull = true;
        int entries = world.Journal.Entries.Count;
        world.Command(new(7, 1), new AdminCommand.Scale(Expert, 3));
        world.RunFor(500);
        Assert.Equal(ExitCode.Unreachable, world.Shell.Answers[new(7, 1)].Exit);
        Assert.Equal((entries, 1), (world.Journal.Entries.Count, world.Leader!.Machine.State.Experts[Expert].Replicas));
        world.Journal.IsFull = false;
        Assert.Equal(OutcomeCode.Accepted, world.Insist(new(7, 2), new AdminCommand.Scale(Expert, 3)).Code);
    }

    [Fact]
    public void ARevisionLivesUntilItsLastSequenceEnds()
    {
        ControlScene world = Scene(9);
        world.RunFor(15_000);
        CommandOutcome update = world.Insist(new(7, 1), new AdminCommand.Update(Expert, new(1, 2, 3, 4), ControlModel.ExpertBytes, "file", 0));
        Assert.Equal(OutcomeCode.Accepted, update.Code);
        Assert.NotNull(world.RunUntil(() => world.Leader!.Machine.State.CurrentOf(Expert).Version == 1, 5_000));
        Assert.Equal(2, world.Leader!.Machine.State.Experts[Expert].Live.Length);
        Assert.NotNull(world.RunUntil(() => world.Leader!.Machine.State.Experts[Expert].Live.Length == 1, 120_000));
        Assert.NotNull(world.RunUntil(() => world.Nodes.All(node => node.PhaseOf(new(Expert, 0)) is ReplicaPhase.Cold or ReplicaPhase.Absent), 10_000));
        Assert.Equal(OutcomeCode.Accepted, world.Insist(new(7, 2), new AdminCommand.Rollback(Expert, 0)).Code);
        Assert.NotNull(world.RunUntil(() => world.Leader!.Machine.State.CurrentOf(Expert).Version == 0, 5_000));
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
    }

    [Fact]
    public void WhatTheAutoscalerWantsIsJournaledWithItsReasonUnlessItIsPausedOrAnOperatorSaysOtherwise()
    {
        ControlScene world = Scene(12, scripted: true);
        ExpertId quiet = new(1, 1), held = new(1, 2);
        world.Insist(new(7, 1), new AdminCommand.Wake([held]));
        // Much for two experts of the layer, nothing for the others.
        void Pass(int seconds)
        {
            for (int second = 0; second < seconds; second++)
            {
                world.Routers[0].Ask(Expert, 400);
                world.Routers[0].Ask(new(1, 3), 40);
                world.RunFor(1_000);
            }
        }
        Pass(30);
        ControlState state = world.Leader!.Machine.State;
        Assert.Equal((0, 1), (state.Experts[quiet].Replicas, state.Experts[held].Replicas));
        Assert.Contains("times its fair share for", state.Experts[quiet].Reason, StringComparison.Ordinal);
        Assert.Contains(EventCodec.Decode(world.Journal.Entries[(int)state.Experts[quiet].ReasonIndex - 1].Bytes).Events, one => one is ControlEvent.ReplicasSet);
        Assert.True(state.Experts[held].IsHeld);
        Assert.Equal("by hand: wake 1/2", state.Experts[held].Reason);
        Assert.Null(world.Shell.Sent.FirstOrDefault(command => command.Replica.Expert == held && command.Action == ReplicaAction.Sleep));

        world.Insist(new(7, 2), new AdminCommand.Release([held]));
        world.Insist(new(7, 3), new AdminCommand.AutoscalePause());
        Pass(30);
        Assert.Equal(1, world.Leader.Machine.State.Experts[held].Replicas);
        world.Insist(new(7, 4), new AdminCommand.AutoscaleResume());
        Pass(30);
        Assert.Equal(0, world.Leader.Machine.State.Experts[held].Replicas);
        Kept(world);
    }

    [Fact]
    public void ARareRowIsServedByTheStandbyOfWhatSleepsAndNothingIsDecided()
    {
        ControlScene world = Scene(13, routers: 1, scripted: true);
        world.Insist(new(7, 1), new AdminCommand.Sleep([Expert]));
        Assert.NotNull(world.RunUntil(world.IsSettled, 10_000));
        NodeId standby = Assert.Single(world.Leader!.Machine.State.WantedOf(new(Expert, 0)).Standbys);
        (long entries, Epoch epoch) = (world.Journal.Entries.Count, world.Leader.Machine.Map!.Epoch);
        for (int row = 0; row < 20; row++)
        {
            world.Routers[0].Ask(Expert, 1);
            Assert.Equal(ReplicaPhase.Awake, world.Nodes[standby.Value].PhaseOf(new(Expert, 0)));
            world.RunFor(5_000 + 500 * row);
        }
        Assert.Equal((entries, epoch), (world.Journal.Entries.Count, world.Leader.Machine.Map.Epoch));
        Assert.Equal(0, world.Routers[0].LongestParkMs);
        // Woken again and again, it waits longer each time.
        int sleeps = world.Shell.Sent.Count(command => command.Replica.Expert == Expert && command.Action == ReplicaAction.Sleep);
        Assert.InRange(sleeps, 1, 4);
        Assert.NotNull(world.RunUntil(() => world.Nodes[standby.Value].PhaseOf(new(Expert, 0)) == ReplicaPhase.Warm, 200_000));
        Assert.Equal(entries, world.Journal.Entries.Count);
    }

    [Fact]
    public void ATakeoverForALostReplicaIsRatifiedAndOverWhenItIsBack()
    {
        ControlScene world = Scene(15, routers: 1, scripted: true);
        WantedReplicas before = world.Leader!.Machine.State.WantedOf(new(Expert, 0));
        (NodeId awake, NodeId standby) = (before.Awake[0], before.Standbys[0]);
        world.Links.CutLink(0, awake.Value, cut: true);
        world.Routers[0].Ask(Expert, 1);
        Assert.NotNull(world.RunUntil(() => world.Leader.Machine.State.WantedOf(new(Expert, 0)).Awake.Contains(standby), 1_000));
        world.Links.CutLink(0, awake.Value, cut: false);
        Assert.NotNull(world.RunUntil(() => world.Leader.Machine.State.WantedOf(new(Expert, 0)).Awake.Count == 1 && world.IsSettled(), 20_000));
        Assert.Single(world.Leader.Machine.State.History, change => change.Cause == "takeovers are over" && change.After.Any(wanted => wanted.Replica.Expert == Expert));
    }

    [Fact]
    public void APlannerThatTakesTooLongIsDoneWithoutAndItsLateAnswerIsDropped()
    {
        ControlScene world = Scene(3, nodes: 5, scripted: true);
        world.Shell.PlanningMs = int.MaxValue;
        world.Nodes[1].Kill();
        long? took = world.RunUntil(() => world.Leader is { } leader && !leader.Machine.State.Nodes.ContainsKey(new(1)) && world.IsSettled(), 30_000);
        Assert.True(took < 12_000, $"{took} ms");
        Assert.Null(WantedChecks.Settled(world.Leader!.Machine.State, hasRoom: true));
        var answer = new PlanAnswer(1, [new(new(Expert, 0), [new(0)], [])], [], world.Leader.Machine.Redundancy!);
        ControlState state = world.Leader.Machine.State;
        world.Leader.Give(new SupervisorMessage.PlanReady(answer));
        world.RunFor(1_000);
        Assert.Equal(state.WantedOf(new(Expert, 0)), world.Leader.Machine.State.WantedOf(new(Expert, 0)));
    }

    [Fact]
    public void TwoThatActUnderOneNumberAreNoticed()
    {
        ControlScene world = Scene(11);
        ControlCandidate leader = world.Leader!, other = world.Candidates.First(one => one != leader);
        other.Give(new SupervisorMessage.LeaseAcquired(leader.Machine.Lease, long.MaxValue, "impostor", world.Journal.Replayed));
        world.Links.Introduce(other);
        world.RunFor(1_000);
        // By the number at the nodes, or by the ids that both use at the journal, whichever comes first.
        Assert.NotNull(world.World.Violation);
    }

    [Fact]
    public void EpochsComeAtMostTenTimesASecondAndOnlyGrow()
    {
        ControlScene world = Scene(10);
        long counter = world.Leader!.Machine.Map!.Epoch.Counter;
        var commands = new ControlCommands(new SeededRandom(3));
        for (ulong turn = 0; turn < 100; turn++)
        {
            world.Command(new(7, turn + 1), commands.Next(world.Leader.Machine.State));
            world.RunFor(50);
        }
        Assert.InRange(world.Leader.Machine.Map.Epoch.Counter - counter, 5, 51);
    }

    /// <summary>A cluster that has formed; every third one has a planner that moves as much as it can, every third none.</summary>
    private static ControlScene Scene(int seed, int nodes = 4, int supervisors = 3, int routers = 2, bool scripted = false) => new ControlScene(seed, new()
    {
        Model = ControlModel.Shape(0, 4, 3),
        Nodes = nodes,
        Candidates = supervisors,
        Routers = routers,
        Planner = (seed % 3) switch { 0 => Planner.Plan, 2 => SpreadPlanner.Plan, _ => null },
        Autoscales = seed % 4 != 1,
        ScriptedRows = scripted,
    }).Form();

    private static void Kept(ControlScene world)
    {
        world.Checks.End();
        Assert.Null(world.World.Violation);
    }
}
