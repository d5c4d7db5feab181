using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>One fault each.</summary>
public sealed class SupervisionTests
{
    private static readonly ExpertId Expert = new(1, 0);

    [Fact]
    public void AClusterFormsAndEveryExpertHasAReplicaAndAStandbyApart()
    {
        SimWorld world = new SimWorld(1).Form();
        WantedInvariants.Check(world.Leader!.Machine.State, hasRoom: true, world.ToString());
        world.Queue.RunFor(1000);
        Assert.All(world.Routers, router => Assert.True(router.Rows > 50));
    }

    [Fact]
    public void AKilledLeaderIsFollowedWithinFiveSecondsAndNothingIsLost()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SimWorld world = new SimWorld(seed).Form();
            world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2));
            SimSupervisor leader = world.Leader!;
            byte[] before = SnapshotCodec.Encode(leader.Machine.State with { Index = 0 });
            leader.Crash(60_000);
            long? took = world.Queue.RunUntil(() => world.Leader?.Machine.Map is not null, 10_000);
            Assert.True(took < 5_000, $"{world}: {took} ms until another leads");
            Assert.Equal(2, world.Leader!.Machine.State.Experts[Expert].Replicas);
            world.Check();
        }
    }

    [Fact]
    public void ALostNodesReplicasAreElsewhereWithinTenSeconds()
    {
        SimWorld world = new SimWorld(2, nodes: 5).Form();
        world.Nodes[1].Kill();
        long? took = world.Queue.RunUntil(() => world.Leader is { } leader && !leader.Machine.State.Nodes.ContainsKey(new(1)) && world.IsSettled(), 30_000);
        Assert.True(took < 10_000, $"{took} ms");
        WantedInvariants.Check(world.Leader!.Machine.State, hasRoom: true, world.ToString());
        Assert.All(world.Routers, router => Assert.True(router.LongestParkMs < 500, $"{router.LongestParkMs} ms parked"));
    }

    [Fact]
    public void ALeaderCutOffFromHealthyNodesFreezesAndEvictsNobody()
    {
        SimWorld world = new SimWorld(3, supervisors: 1).Form();
        for (int node = 0; node < 3; node++)
            world.CutNode(0, node, cut: true);
        world.Queue.RunFor(5_000);
        Assert.True(world.Leader!.Machine.IsFrozen);
        Assert.Equal(3, world.Leader.Machine.Observed.Unmanaged(world.Leader.Machine.State).Count());
        int sent = world.Sent.Count;
        Assert.Equal(OutcomeCode.Frozen, world.Insist(new(7, 1), new AdminCommand.Sleep([Expert])).Code);
        world.Queue.RunFor(60_000);
        Assert.Equal(4, world.Leader.Machine.State.Nodes.Count);
        Assert.DoesNotContain(world.Sent.Skip(sent), command => command.Action is ReplicaAction.Sleep or ReplicaAction.Unload);
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
        for (int node = 0; node < 3; node++)
            world.CutNode(0, node, cut: false);
        Assert.NotNull(world.Queue.RunUntil(world.IsSettled, 10_000));
    }

    [Fact]
    public void OneNodeThatRoutersStillReachIsNotRemoved()
    {
        SimWorld world = new SimWorld(4, supervisors: 1).Form();
        world.CutNode(0, 2, cut: true);
        world.Queue.RunFor(30_000);
        Assert.False(world.Leader!.Machine.IsFrozen);
        Assert.True(world.Leader.Machine.State.Nodes.ContainsKey(new(2)));
        // Half of the routers miss it now.
        world.CutLink(0, 2, cut: true);
        Assert.NotNull(world.Queue.RunUntil(() => !world.Leader.Machine.State.Nodes.ContainsKey(new(2)), 5_000));
    }

    [Fact]
    public void WithTwoOfThreeNodesDeadLoadingAndWakingOnTheThirdGoOn()
    {
        SimWorld world = new SimWorld(5, nodes: 3, supervisors: 1).Form();
        world.Nodes[0].Kill();
        world.Nodes[1].Kill();
        world.Queue.RunFor(5_000);
        Assert.True(world.Leader!.Machine.IsFrozen);
        Assert.Equal(3, world.Leader.Machine.State.Nodes.Count);
        // Every expert serves on the third, though nobody has been given up yet.
        Assert.All(world.Leader.Machine.State.LiveVersions, replica => Assert.True(world.Nodes[2].PhaseOf(replica) is ReplicaPhase.Awake or ReplicaPhase.Warm, $"{replica} is {world.Nodes[2].PhaseOf(replica)}"));
        Assert.All(world.Routers, router => Assert.False(router.IsParked));
        Assert.True(world.Queue.RunUntil(() => world.Leader.Machine.State.Nodes.Count == 1, 30_000) is not null, "the dead are never given up");
        world.Nodes[0].Restart();
        world.Nodes[1].Restart();
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader.Machine.State.Nodes.Count == 3 && world.IsSettled(), 10_000));
        WantedInvariants.Check(world.Leader.Machine.State, hasRoom: true, world.ToString());
    }

    [Fact]
    public void AHungRouterDoesNotBlockADrain()
    {
        SimWorld world = new SimWorld(6, nodes: 4).Form();
        world.Routers[1].IsHung = true;
        CommandOutcome accepted = world.Insist(new(7, 1), new AdminCommand.Drain(new(0)));
        Assert.Equal(OutcomeCode.Accepted, accepted.Code);
        long? took = world.Queue.RunUntil(() => world.Told.OfType<SupervisorEffect.Ended>().Any(ended => ended.Operation == accepted.Operation), 20_000);
        Assert.InRange(took ?? long.MaxValue, 1_900, 8_000);
        Assert.Equal(0, world.Nodes[0].ResidentBytes);
        Assert.Contains(world.Told, told => told is SupervisorEffect.RouterLags lags && lags.Router == world.Routers[1].Identity);
    }

    [Fact]
    public void ADrainWithRoutersThatAcknowledgeDoesNotWait()
    {
        SimWorld world = new SimWorld(6, nodes: 4).Form();
        CommandOutcome accepted = world.Insist(new(7, 1), new AdminCommand.Drain(new(0)));
        long? took = world.Queue.RunUntil(() => world.Told.OfType<SupervisorEffect.Ended>().Any(ended => ended.Operation == accepted.Operation), 20_000);
        Assert.True(took < 1_900, $"{took} ms");
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
    }

    [Fact]
    public void APausedLeaderThatWakesLateIsRefusedByNumberAtJournalAndNodes()
    {
        SimWorld world = new SimWorld(7).Form();
        SimSupervisor old = world.Leader!;
        long lease = old.Machine.Lease;
        old.Pause(20_000);
        Assert.True(world.Queue.RunUntil(() => world.Leader is { } next && next != old && next.Machine.Map is not null, 5_000) is not null);
        world.Queue.RunFor(50);
        ReplicaCommand late = new(lease, world.Nodes[0].Description.Identity, new(Expert, 0), ReplicaAction.Unload, null, []);
        Assert.Equal(CommandReceipt.StaleLease, world.Nodes[0].Submit(late));

        // Were its clock to stand still as well, the journal would refuse it all the same.
        var frozen = new SupervisorMachine(SupervisorMind.None);
        var effects = new List<SupervisorEffect>();
        frozen.Handle(new SupervisorMessage.LeaseAcquired(lease, long.MaxValue, "frozen", world.Journal.Replayed), 0, effects);
        var append = effects.OfType<SupervisorEffect.Append>().Single();
        (bool? Done, bool Fenced)? answer = null;
        world.Journal.Append(new(append.Index, append.Lease, append.Batch), (done, fenced) => answer = (done, fenced));
        world.Queue.RunFor(100);
        Assert.Equal((false, true), answer);
        effects.Clear();
        frozen.Handle(new SupervisorMessage.AppendFenced(append.Batch.Id), 1, effects);
        Assert.Equal(0, frozen.Lease);
        Assert.Contains(effects, effect => effect is SupervisorEffect.StepDown);

        world.Queue.RunFor(25_000);
        Assert.NotEqual(old, world.Leader);
        world.Check();
    }

    [Fact]
    public void AnAppendOfUnknownOutcomeIsRetriedByItsIdAndAppliedOnce()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            SimWorld world = new SimWorld(seed).Form();
            world.Journal.UnknownPercent = 60;
            Assert.False(world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2)).Code.IsRefusal());
            // The same again gets the same answer and changes nothing.
            long entries = world.Journal.Entries.Count(entry => entry.Id == new EventId(7, 1));
            Assert.Equal(1, entries);
            Assert.False(world.Insist(new(7, 1), new AdminCommand.Scale(Expert, 2)).Code.IsRefusal());
            Assert.Equal(1, world.Journal.Entries.Count(entry => entry.Id == new EventId(7, 1)));
            world.Check();
        }
    }

    [Fact]
    public void AFullDiskRefusesACommandWithExitSixAndChangesNothing()
    {
        SimWorld world = new SimWorld(8).Form();
        world.Journal.IsFull = true;
        int entries = world.Journal.Entries.Count;
        world.Command(new(7, 1), new AdminCommand.Scale(Expert, 3));
        world.Queue.RunFor(500);
        Assert.Equal(ExitCode.Unreachable, world.Answers[new(7, 1)].Exit);
        Assert.Equal((entries, 1), (world.Journal.Entries.Count, world.Leader!.Machine.State.Experts[Expert].Replicas));
        world.Journal.IsFull = false;
        Assert.Equal(OutcomeCode.Accepted, world.Insist(new(7, 2), new AdminCommand.Scale(Expert, 3)).Code);
    }

    [Fact]
    public void ARevisionLivesUntilItsLastSequenceEnds()
    {
        SimWorld world = new SimWorld(9).Form();
        world.Queue.RunFor(15_000);
        CommandOutcome update = world.Insist(new(7, 1), new AdminCommand.Update(Expert, new(1, 2, 3, 4), ControlCluster.ExpertBytes, "file", 0));
        Assert.Equal(OutcomeCode.Accepted, update.Code);
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader!.Machine.State.CurrentOf(Expert).Version == 1, 5_000));
        Assert.Equal(2, world.Leader!.Machine.State.Experts[Expert].Live.Length);
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader!.Machine.State.Experts[Expert].Live.Length == 1, 120_000));
        Assert.NotNull(world.Queue.RunUntil(() => world.Nodes.All(node => node.PhaseOf(new(Expert, 0)) is ReplicaPhase.Cold or ReplicaPhase.Absent), 10_000));
        Assert.Equal(OutcomeCode.Accepted, world.Insist(new(7, 2), new AdminCommand.Rollback(Expert, 0)).Code);
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader!.Machine.State.CurrentOf(Expert).Version == 0, 5_000));
        Assert.All(world.Routers, router => Assert.Equal(0, router.LongestParkMs));
    }

    [Fact]
    public void WhatTheAutoscalerWantsIsJournaledWithItsReasonUnlessItIsPausedOrAnOperatorSaysOtherwise()
    {
        SimWorld world = new SimWorld(12) { ScriptedRows = true }.Form();
        ExpertId quiet = new(1, 1), held = new(1, 2);
        world.Insist(new(7, 1), new AdminCommand.Wake([held]));
        // Much for two experts of the layer, nothing for the others.
        void Pass(int seconds)
        {
            for (int second = 0; second < seconds; second++)
            {
                world.Routers[0].Ask(Expert, 400);
                world.Routers[0].Ask(new(1, 3), 40);
                world.Queue.RunFor(1_000);
            }
        }
        Pass(30);
        ControlState state = world.Leader!.Machine.State;
        Assert.Equal((0, 1), (state.Experts[quiet].Replicas, state.Experts[held].Replicas));
        Assert.Contains("times its fair share for", state.Experts[quiet].Reason, StringComparison.Ordinal);
        Assert.Contains(EventCodec.Decode(world.Journal.Entries[(int)state.Experts[quiet].ReasonIndex - 1].Bytes).Events, one => one is ControlEvent.ReplicasSet);
        Assert.True(state.Experts[held].IsHeld);
        Assert.Equal("by hand: wake 1/2", state.Experts[held].Reason);
        Assert.Null(world.Sent.FirstOrDefault(command => command.Replica.Expert == held && command.Action == ReplicaAction.Sleep));

        world.Insist(new(7, 2), new AdminCommand.Release([held]));
        world.Insist(new(7, 3), new AdminCommand.AutoscalePause());
        Pass(30);
        Assert.Equal(1, world.Leader.Machine.State.Experts[held].Replicas);
        world.Insist(new(7, 4), new AdminCommand.AutoscaleResume());
        Pass(30);
        Assert.Equal(0, world.Leader.Machine.State.Experts[held].Replicas);
        world.Check();
    }

    [Fact]
    public void ARareRowIsServedByTheStandbyOfWhatSleepsAndNothingIsDecided()
    {
        SimWorld world = new SimWorld(13, routers: 1) { ScriptedRows = true }.Form();
        world.Insist(new(7, 1), new AdminCommand.Sleep([Expert]));
        Assert.NotNull(world.Queue.RunUntil(world.IsSettled, 10_000));
        NodeId standby = Assert.Single(world.Leader!.Machine.State.WantedOf(new(Expert, 0)).Standbys);
        (long entries, Epoch epoch) = (world.Journal.Entries.Count, world.Leader.Machine.Map!.Epoch);
        for (int row = 0; row < 20; row++)
        {
            world.Routers[0].Ask(Expert, 1);
            Assert.Equal(ReplicaPhase.Awake, world.Nodes[standby.Value].PhaseOf(new(Expert, 0)));
            world.Queue.RunFor(5_000 + 500 * row);
        }
        Assert.Equal((entries, epoch), (world.Journal.Entries.Count, world.Leader.Machine.Map.Epoch));
        Assert.Equal(0, world.Routers[0].LongestParkMs);
        // Woken again and again, it waits longer each time.
        int sleeps = world.Sent.Count(command => command.Replica.Expert == Expert && command.Action == ReplicaAction.Sleep);
        Assert.InRange(sleeps, 1, 4);
        Assert.NotNull(world.Queue.RunUntil(() => world.Nodes[standby.Value].PhaseOf(new(Expert, 0)) == ReplicaPhase.Warm, 200_000));
        Assert.Equal(entries, world.Journal.Entries.Count);
    }

    [Fact]
    public void ATakeoverForALostReplicaIsRatifiedAndOverWhenItIsBack()
    {
        SimWorld world = new SimWorld(15, routers: 1) { ScriptedRows = true }.Form();
        WantedReplicas before = world.Leader!.Machine.State.WantedOf(new(Expert, 0));
        (NodeId awake, NodeId standby) = (before.Awake[0], before.Standbys[0]);
        world.CutLink(0, awake.Value, cut: true);
        world.Routers[0].Ask(Expert, 1);
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader.Machine.State.WantedOf(new(Expert, 0)).Awake.Contains(standby), 1_000));
        world.CutLink(0, awake.Value, cut: false);
        Assert.NotNull(world.Queue.RunUntil(() => world.Leader.Machine.State.WantedOf(new(Expert, 0)).Awake.Count == 1 && world.IsSettled(), 20_000));
        Assert.Single(world.Leader.Machine.State.History, change => change.Cause == "takeovers are over" && change.After.Any(wanted => wanted.Replica.Expert == Expert));
    }

    [Fact]
    public void APlannerThatTakesTooLongIsDoneWithoutAndItsLateAnswerIsDropped()
    {
        SimWorld world = new SimWorld(3, nodes: 5) { ScriptedRows = true }.Form();
        world.PlanningMs = int.MaxValue;
        world.Nodes[1].Kill();
        long? took = world.Queue.RunUntil(() => world.Leader is { } leader && !leader.Machine.State.Nodes.ContainsKey(new(1)) && world.IsSettled(), 30_000);
        Assert.True(took < 12_000, $"{took} ms");
        WantedInvariants.Check(world.Leader!.Machine.State, hasRoom: true, world.ToString());
        var answer = new PlanAnswer(1, [new(new(Expert, 0), [new(0)], [])], [], world.Leader.Machine.Redundancy!);
        ControlState state = world.Leader.Machine.State;
        world.Leader.Give(new SupervisorMessage.PlanReady(answer));
        world.Queue.RunFor(1_000);
        Assert.Equal(state.WantedOf(new(Expert, 0)), world.Leader.Machine.State.WantedOf(new(Expert, 0)));
    }

    [Fact]
    public void TwoThatActUnderOneNumberAreNoticed()
    {
        SimWorld world = new SimWorld(11).Form();
        SimSupervisor leader = world.Leader!, other = world.Supervisors.First(one => one != leader);
        other.Give(new SupervisorMessage.LeaseAcquired(leader.Machine.Lease, long.MaxValue, "impostor", world.Journal.Replayed));
        world.Introduce(other);
        Assert.Contains("as another did", Assert.ThrowsAny<Exception>(() => world.Queue.RunFor(1_000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EpochsComeAtMostTenTimesASecondAndOnlyGrow()
    {
        SimWorld world = new SimWorld(10).Form();
        long counter = world.Leader!.Machine.Map!.Epoch.Counter;
        var commands = new RandomCommands(new Random(3));
        for (ulong turn = 0; turn < 100; turn++)
        {
            world.Command(new(7, turn + 1), commands.Next(world.Leader.Machine.State));
            world.Queue.RunFor(50);
        }
        Assert.InRange(world.Leader.Machine.Map.Epoch.Counter - counter, 5, 51);
    }
}
