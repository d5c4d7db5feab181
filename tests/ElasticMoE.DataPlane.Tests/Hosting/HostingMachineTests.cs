using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.DataPlane.Tests.Hosting;

public sealed class HostingMachineTests
{
    private readonly Hosted _hosted = new();

    [Fact]
    public void NothingIsTakenBeforeALeaseNumberIsKnown()
    {
        Assert.Equal(CommandReceipt.NotFenced, _hosted.Submit(ReplicaAction.Fetch, 0));
        Assert.Equal(3, _hosted.Machine.Fence(3));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Fetch, 0));
    }

    [Fact]
    public void ALowerLeaseAndAnotherIncarnationAreRefused()
    {
        _hosted.Machine.Fence(5);
        ReplicaCommand command = new(6, Hosted.Identity, Hosted.Id(0), ReplicaAction.Fetch, null, []);
        Assert.Equal(CommandReceipt.OtherIncarnation, _hosted.Machine.Submit(command with { Target = new(Hosted.Identity.Node, new(78)) }));
        Assert.Equal(CommandReceipt.Taken, _hosted.Machine.Submit(command));
        Assert.Equal(CommandReceipt.StaleLease, _hosted.Machine.Submit(command with { Lease = 5 }));
        Assert.Equal(6, _hosted.Machine.Fence(2));
        Assert.Equal(6, _hosted.Machine.Report().Lease);
    }

    [Fact]
    public void AwakeAndWarmOnesStayWithinTheBudget()
    {
        _hosted.Machine.Fence(1);
        _hosted.Bring(ReplicaAction.Wake, 0);
        _hosted.Bring(ReplicaAction.Load, 1);
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Load, 2));
        Assert.Equal(CommandReceipt.OverBudget, _hosted.Submit(ReplicaAction.Load, 3));
        Assert.Equal(CommandReceipt.OverBudget, _hosted.Submit(ReplicaAction.Wake, 3));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Fetch, 3));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Wake, 1));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Unload, 1));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Wake, 3));
        Assert.Equal(300, _hosted.Table.ClaimedBytes);
    }

    [Fact]
    public void TheSameCommandTwiceChangesNothing()
    {
        _hosted.Machine.Fence(1);
        foreach (ReplicaAction action in new[] { ReplicaAction.Load, ReplicaAction.Wake, ReplicaAction.Sleep, ReplicaAction.Unload })
        {
            Replica replica = _hosted.Bring(action, 0);
            ReplicaPhase phase = replica.Phase;
            Assert.Equal(CommandReceipt.Taken, _hosted.Submit(action, 0));
            Assert.Equal((phase, ""), (replica.Phase, _hosted.Tasks()));
        }
    }

    [Fact]
    public void TwoVersionsLiveSideBySideAndAThirdWaits()
    {
        _hosted.Machine.Fence(1);
        Replica first = _hosted.Bring(ReplicaAction.Wake, 0);
        Replica second = _hosted.Bring(ReplicaAction.Wake, 0, version: 1);
        Assert.Equal(CommandReceipt.Busy, _hosted.Submit(ReplicaAction.Load, 0, version: 2));
        Assert.Same(first, _hosted.Table.Find(Hosted.Id(0)));
        Assert.Same(second, _hosted.Table.Find(Hosted.Id(0, 1)));
        Assert.Null(_hosted.Table.Find(Hosted.Id(0, 2)));
        _hosted.Submit(ReplicaAction.Unload, 0);
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Load, 0, version: 2));
        Assert.Equal([Hosted.Id(0, 1), Hosted.Id(0, 2)], _hosted.Table.Replicas.Select(replica => replica.Id));
    }

    [Fact]
    public void AnExpertThatTheModelLacksAndAVersionWithoutADigestAreRefused()
    {
        _hosted.Machine.Fence(1);
        Assert.Equal(CommandReceipt.UnknownExpert, _hosted.Submit(ReplicaAction.Load, 4));
        Assert.Equal(CommandReceipt.UnknownExpert, _hosted.Submit(ReplicaAction.Load, -1));
        Assert.Equal(CommandReceipt.UnknownExpert, _hosted.Machine.Submit(new(1, Hosted.Identity, Hosted.Id(0, 1), ReplicaAction.Load, null, [])));
        Assert.Equal(CommandReceipt.Taken, _hosted.Submit(ReplicaAction.Unload, 2));
        Assert.Empty(_hosted.Machine.Report().Replicas);
    }

    [Fact]
    public void ARestartedNodeIsToHoldWhatItHeld()
    {
        _hosted.Machine.Fence(1);
        _hosted.Bring(ReplicaAction.Wake, 0);
        _hosted.Bring(ReplicaAction.Load, 1, version: 1);
        _hosted.Submit(ReplicaAction.Fetch, 2);
        IReadOnlyList<HeldReplica> assignment = _hosted.Machine.Assignment();
        var restarted = new Hosted();
        foreach (HeldReplica assigned in assignment)
            Assert.Equal(CommandReceipt.Taken, restarted.Machine.Restore(assigned));
        Assert.Equal(assignment, restarted.Machine.Assignment());
        Assert.Equal("Fetch 0/0@0, Fetch 0/1@1, Fetch 0/2@0", restarted.Tasks());
        Assert.Equal(CommandReceipt.NotFenced, restarted.Submit(ReplicaAction.Load, 3));
    }

    [Fact]
    public void AReportNamesEveryReplicaInOrderAndItsMemory()
    {
        _hosted.Machine.Fence(1);
        _hosted.Bring(ReplicaAction.Load, 2);
        _hosted.Bring(ReplicaAction.Wake, 0).Hold();
        _hosted.Submit(ReplicaAction.Fetch, 1);
        NodeReport report = _hosted.Machine.Report();
        Assert.Equal((Hosted.Identity, 1, 1, 200, Hosted.BudgetBytes), (report.Identity, report.Lease, report.Sequence, report.ResidentBytes, report.BudgetBytes));
        Assert.Equal(
            [new(Hosted.Id(0), ReplicaPhase.Awake, 100, 1, 0, false, null), new(Hosted.Id(1), ReplicaPhase.Fetching, 0, 0, 0, false, null), new(Hosted.Id(2), ReplicaPhase.Warm, 100, 0, 0, false, null)],
            report.Replicas);
        Assert.Equal(2, _hosted.Machine.Report().Sequence);
    }
}
