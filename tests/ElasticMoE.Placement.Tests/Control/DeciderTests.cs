using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Decisions;

namespace ElasticMoE.Placement.Tests.Control;

public sealed class DeciderTests
{
    private static readonly ExpertId Expert = new(1, 0);

    [Fact]
    public void AnUpdateKeepsRoomForBothVersionsAwakeAndStandbyOrIsRefusedWithNodeAndBytes()
    {
        var cluster = new ControlCluster(2, [0, 2], budgetBytes: 250);
        CommandOutcome refused = cluster.Do(Update(Expert));
        Assert.Equal((OutcomeCode.NoRoom, ExitCode.Conflict), (refused.Code, refused.Exit));
        Assert.Contains("node 0, which comes closest, lacks 50 bytes", refused.Message, StringComparison.Ordinal);

        var roomy = new ControlCluster(2, [0, 2], budgetBytes: 300);
        CommandOutcome accepted = roomy.Do(Update(Expert));
        Assert.Equal(OutcomeCode.Accepted, accepted.Code);
        WantedReplicas reserved = Assert.Single(accepted.Changes);
        Assert.Equal((new ExpertVersion(Expert, 1), 1, 1), (reserved.Replica, reserved.Awake.Count, reserved.Standbys.Count));
        // The other expert's update would have to share that room.
        Assert.Equal(OutcomeCode.NoRoom, roomy.Do(Update(new(1, 1))).Code);
    }

    /// <summary>A supervisor that knows no bounds reads snapshots as long as there are none.</summary>
    [Fact]
    public void BoundsAreCheckedSetOnceAndKept()
    {
        var cluster = new ControlCluster(2, [0, 2], budgetBytes: 10_000);
        var bounds = new ScaleBounds(1, 2, 5_000);
        Assert.Equal(OutcomeCode.Invalid, cluster.Do(new AdminCommand.Bound([Expert], new(3, 2, 0))).Code);
        Assert.Equal(OutcomeCode.UnknownExpert, cluster.Do(new AdminCommand.Bound([new(1, 9)], bounds)).Code);
        Assert.Equal(OutcomeCode.Unchanged, cluster.Do(new AdminCommand.Bound([Expert], null)).Code);
        Assert.Equal(2, SnapshotCodec.Encode(cluster.State)[4]);
        CommandOutcome done = cluster.Do(new AdminCommand.Bound([Expert], bounds));
        Assert.Equal((OutcomeCode.Done, "bound 1/0: 1 to 2 awake, asleep after 5 s"), (done.Code, done.Message));
        Assert.Equal(OutcomeCode.Unchanged, cluster.Do(new AdminCommand.Bound([Expert], bounds)).Code);
        byte[] snapshot = SnapshotCodec.Encode(cluster.State);
        Assert.Equal(3, snapshot[4]);
        Assert.Equal((bounds, null), (SnapshotCodec.Decode(snapshot).Experts[Expert].Bounds, SnapshotCodec.Decode(snapshot).Experts[new(1, 1)].Bounds));
        Assert.Equal(OutcomeCode.Done, cluster.Do(new AdminCommand.Bound([Expert, new(1, 1)], null)).Code);
        Assert.Null(cluster.State.Experts[Expert].Bounds);
    }

    [Fact]
    public void AtMostTwoVersionsOfAnExpertLiveAtOnce()
    {
        var cluster = new ControlCluster(3, [0, 2], budgetBytes: 10_000);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(Update(Expert)).Code);
        Assert.Equal(OutcomeCode.InProgress, cluster.Do(Update(Expert)).Code);
        cluster.FinishOperations();
        CommandOutcome bound = cluster.Do(Update(Expert));
        Assert.Equal((OutcomeCode.InProgress, ExitCode.Conflict), (bound.Code, bound.Exit));
        cluster.EndSequences();
        Assert.Equal(OutcomeCode.Unchanged, cluster.Do(Update(Expert)).Code);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(Update(Expert) with { Content = default(ContentDigest) }).Code);
    }

    [Fact]
    public void ARollbackIsImmediateWhileTheOldVersionLivesAndLoadsItAgainAfterwards()
    {
        var cluster = new ControlCluster(3, [0, 2], budgetBytes: 10_000);
        Assert.Equal((OutcomeCode.UnknownVersion, ExitCode.NotFound), (cluster.Do(new AdminCommand.Rollback(Expert, 0)).Code, cluster.Do(new AdminCommand.Rollback(Expert, 0)).Exit));
        cluster.Do(Update(Expert));
        cluster.FinishOperations();
        Assert.Equal(1, cluster.State.CurrentOf(Expert).Version);
        Assert.Equal(OutcomeCode.Done, cluster.Do(new AdminCommand.Rollback(Expert, 0)).Code);
        Assert.Equal(0, cluster.State.CurrentOf(Expert).Version);

        cluster.EndSequences();
        cluster.Do(Update(Expert));
        cluster.FinishOperations();
        cluster.EndSequences();
        Assert.Equal(2, cluster.State.CurrentOf(Expert).Version);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Rollback(Expert, 0)).Code);
        Assert.Equal(2, cluster.State.CurrentOf(Expert).Version);
        cluster.FinishOperations();
        Assert.Equal(0, cluster.State.CurrentOf(Expert).Version);
        Assert.Equal(OutcomeCode.UnknownVersion, cluster.Do(new AdminCommand.Rollback(Expert, 0)).Code);
    }

    [Fact]
    public void PruningKeepsEnoughExpertsForEveryRow()
    {
        var cluster = new ControlCluster(2, [0, 3], budgetBytes: 10_000);
        Assert.Equal(OutcomeCode.Conflict, cluster.Do(new AdminCommand.PruneApply([new(1, 0), new(1, 1)], 0)).Code);
        Assert.Equal(OutcomeCode.Done, cluster.Do(new AdminCommand.PruneApply([Expert], 0)).Code);
        Assert.True(cluster.State.Current!.Versions.IsPruned(Expert));
        Assert.NotEmpty(cluster.State.WantedOf(new(Expert, 0)).Awake);
        cluster.EndSequences();
        Assert.Empty(cluster.State.WantedOf(new(Expert, 0)).All);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Rollback(Expert, 0)).Code);
        cluster.FinishOperations();
        Assert.False(cluster.State.Current!.Versions.IsPruned(Expert));
    }

    [Fact]
    public void ADrainEmptiesANodeUnlessSomethingIsPinnedThere()
    {
        var cluster = new ControlCluster(3, [0, 3], budgetBytes: 10_000);
        NodeId node = cluster.State.WantedOf(new(Expert, 0)).Awake[0];
        cluster.Do(new AdminCommand.Pin(Expert, node, true));
        CommandOutcome pinned = cluster.Do(new AdminCommand.Drain(node));
        Assert.Equal(OutcomeCode.Conflict, pinned.Code);
        Assert.Contains("expert 1/0 is pinned to it", pinned.Message, StringComparison.Ordinal);
        cluster.Do(new AdminCommand.Unpin(Expert, node));
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Drain(node)).Code);
        Assert.DoesNotContain(cluster.State.Wanted.Values, wanted => wanted.All.Contains(node));
        Assert.Equal(OutcomeCode.Unchanged, cluster.Do(new AdminCommand.Drain(node)).Code);
        Assert.Equal(OutcomeCode.Done, cluster.Do(new AdminCommand.Uncordon(node)).Code);
        Assert.All(cluster.State.Operations.Values.Where(operation => operation.Kind == OperationKind.Drain), operation => Assert.Equal(OutcomeCode.Conflict, operation.Outcome));
    }

    [Fact]
    public void AFrozenClusterMovesAndPutsNothingToSleepButWakes()
    {
        var cluster = new ControlCluster(4, [0, 3], budgetBytes: 10_000);
        cluster.Do(new AdminCommand.Sleep([new(1, 1)]));
        WantedReplicas wanted = cluster.State.WantedOf(new(Expert, 0));
        NodeId other = cluster.State.Nodes.Keys.First(node => !wanted.All.Contains(node));
        DecisionContext frozen = DecisionContext.Healthy with { IsFrozen = true };
        Assert.Equal(OutcomeCode.Frozen, cluster.Do(new AdminCommand.Sleep([Expert]), frozen).Code);
        Assert.Equal(OutcomeCode.Frozen, cluster.Do(new AdminCommand.Move(Expert, wanted.Awake[0], other), frozen).Code);
        Assert.Equal(OutcomeCode.Frozen, cluster.Do(new AdminCommand.Drain(wanted.Awake[0]), frozen).Code);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Wake([new(1, 1)]), frozen).Code);
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Scale(Expert, 2), frozen).Code);
    }

    [Fact]
    public void UndoTakesBackTheLastChangeAndTheOneBefore()
    {
        var cluster = new ControlCluster(4, [0, 3], budgetBytes: 10_000);
        WantedReplicas first = cluster.State.WantedOf(new(Expert, 0));
        cluster.Do(new AdminCommand.Scale(Expert, 2));
        cluster.Do(new AdminCommand.Scale(Expert, 3));
        cluster.Do(new AdminCommand.PlacementUndo());
        Assert.Equal((2, 2), (cluster.State.WantedOf(new(Expert, 0)).Awake.Count, cluster.State.Experts[Expert].Replicas));
        cluster.Do(new AdminCommand.PlacementUndo());
        Assert.Equal(first, cluster.State.WantedOf(new(Expert, 0)));
        Assert.Equal(OutcomeCode.UnknownOperation, cluster.Do(new AdminCommand.PlacementUndo()).Code);
    }

    [Fact]
    public void AMoveGoesWhereThereIsRoomAndKeepsAStandbyApart()
    {
        var cluster = new ControlCluster(4, [0, 1], budgetBytes: 100);
        WantedReplicas before = cluster.State.WantedOf(new(Expert, 0));
        NodeId free = cluster.State.Nodes.Keys.First(node => !before.All.Contains(node));
        Assert.Equal(OutcomeCode.Accepted, cluster.Do(new AdminCommand.Move(Expert, before.Awake[0], free)).Code);
        WantedReplicas after = cluster.State.WantedOf(new(Expert, 0));
        Assert.Equal(free, Assert.Single(after.Awake));
        Assert.NotEqual(after.Awake[0].Value / 2, after.Standbys[0].Value / 2);
        Assert.Equal(OutcomeCode.Conflict, cluster.Do(new AdminCommand.Move(Expert, before.Awake[0], free)).Code);
        Assert.Equal(OutcomeCode.UnknownNode, cluster.Do(new AdminCommand.Move(Expert, free, new(9))).Code);
    }

    private static AdminCommand.Update Update(ExpertId expert) => new(expert, new((ulong)expert.Index + 17, 2, 3, 4), ControlCluster.ExpertBytes, "file", 0);
}
