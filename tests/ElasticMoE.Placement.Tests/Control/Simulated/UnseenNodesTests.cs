using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Simulation.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>Nodes that the leader doesn't reach, of which it knows less than it may think.</summary>
public sealed class UnseenNodesTests
{
    private static readonly ExpertVersion Replica = new(new(1, 0), 0);

    [Fact]
    public void WhatANodeIsToldToUnloadIsNotNamedAwakeThoughItCanNoLongerSayThatItDid()
    {
        ControlScene world = Scene(1, nodes: 6);
        ControlState state = world.Leader!.Machine.State;
        WantedReplicas before = state.WantedOf(Replica);
        NodeId left = before.Awake[0], next = state.Nodes.Keys.First(node => !before.All.Contains(node));
        bool isCut = false;
        world.Shell.Seen = effect =>
        {
            if (isCut || effect is not SupervisorEffect.Send { Command: { Action: ReplicaAction.Unload } command } || command.Replica != Replica || command.Target.Node != left)
                return;
            isCut = true;
            // The command is under way already.
            world.After(0, () => world.Links.CutNode(world.Leader.Id, left.Value, cut: true));
        };
        world.Insist(new(7, 1), new AdminCommand.Move(Replica.Expert, left, next));
        Assert.NotNull(world.RunUntil(() => isCut && world.Nodes[left.Value].PhaseOf(Replica) == ReplicaPhase.Cold, 10_000));
        world.RunFor(100);
        world.Nodes[next.Value].Kill();
        world.RunFor(1_500);
        WantedReplicas named = world.Leader.Machine.Map!.Replicas.Single(placed => placed.Replica == Replica);
        Assert.DoesNotContain(left, named.Awake);
        Assert.Contains(left, named.Standbys);
        world.Links.CutNode(world.Leader.Id, left.Value, cut: false);
        Assert.NotNull(world.RunUntil(world.IsSettled, 20_000));
        Assert.Null(world.World.Violation);
    }

    [Fact]
    public void ANodeThatANewLeaderHasNotHeardIsNotTakenToHaveWhatIsWantedSince()
    {
        ControlScene world = Scene(2, nodes: 5);
        NodeId unheard = world.Leader!.Machine.State.Nodes.Keys.First(node => !world.Leader.Machine.State.WantedOf(Replica).All.Contains(node));
        foreach (ControlCandidate candidate in world.Candidates)
            world.Links.CutNode(candidate.Id, unheard.Value, cut: true);
        world.Leader.Crash(60_000);
        Assert.NotNull(world.RunUntil(() => world.Leader is { Machine.State.Model: not null }, 10_000));
        Assert.Equal(OutcomeCode.Accepted, world.Insist(new(7, 1), new AdminCommand.Pin(Replica.Expert, unheard, true)).Code);
        // What it had when the leader began it is still taken to have.
        Assert.NotNull(world.RunUntil(() => world.Leader!.Machine.Map is not null, 3_000));
        Assert.Contains(world.Leader!.Machine.Map!.Replicas, placed => placed.All.Contains(unheard));
        world.RunFor(5_000);
        Assert.Contains(unheard, world.Leader.Machine.State.WantedOf(Replica).Awake);
        WantedReplicas named = world.Leader.Machine.Map!.Replicas.Single(placed => placed.Replica == Replica);
        Assert.DoesNotContain(unheard, named.All);
        Assert.Null(world.World.Violation);
    }

    [Fact]
    public void NobodyIsAskedForAPlanWhereEveryNodeThatCountsLooksLost()
    {
        ControlScene world = Scene(3, nodes: 1);
        world.Links.CutNode(world.Leader!.Id, 0, cut: true);
        bool isAsked = false;
        world.RunFor(5_000);
        world.Shell.Seen = effect => isAsked |= effect is SupervisorEffect.Plan;
        Assert.False(world.Leader!.Machine.IsFrozen);
        Assert.Null(world.Leader.Machine.Question());
        // Long enough for a look at the balance.
        world.RunFor(100_000);
        Assert.False(isAsked);
        Assert.Null(world.World.Violation);
    }

    private static ControlScene Scene(long seed, int nodes)
    {
        ControlScene world = new ControlScene(seed, new ControlSettings { Model = ControlModel.Shape(0, 4, 3), Nodes = nodes, Planner = Planner.Plan, ScriptedRows = true }).Form();
        Assert.Null(world.World.Violation);
        return world;
    }
}
