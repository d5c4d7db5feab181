using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>A node: carries out commands after a while, serves routers, and reports.</summary>
internal sealed class SimNode(SimWorld world, int id, long budgetBytes)
{
    private readonly SortedDictionary<ExpertVersion, SimReplica> _replicas = [];
    private long _sequence;
    private ulong _incarnation = 1;

    public NodeId Id { get; } = new(id);

    public bool IsDead { get; private set; }

    public long Lease { get; private set; }

    public int Stale { get; private set; }

    public List<ReplicaCommand> Taken { get; } = [];

    public NodeDescription Description => ControlCluster.Describe(id, _incarnation, budgetBytes);

    public long ResidentBytes => _replicas.Values.Count(replica => replica.InMemory) * ControlCluster.ExpertBytes;

    public ReplicaPhase PhaseOf(ExpertVersion replica) => _replicas.TryGetValue(replica, out SimReplica? known) ? known.Phase : ReplicaPhase.Absent;

    public void Kill()
    {
        IsDead = true;
        world.NodeGone(this);
    }

    /// <summary>Starts again: its store is there, its memory is empty, and it has learnt no lease number.</summary>
    public void Restart()
    {
        (IsDead, Lease, _sequence) = (false, 0, 0);
        _incarnation++;
        foreach (SimReplica replica in _replicas.Values)
            (replica.Phase, replica.TookOver, replica.Rows) = (ReplicaPhase.Cold, false, 0);
        world.NodeCame(this);
    }

    public void Fence(NodeIdentity target, long lease)
    {
        if (!IsDead && target == Description.Identity)
            Lease = Math.Max(Lease, lease);
    }

    public CommandReceipt Submit(ReplicaCommand command)
    {
        if (command.Target != Description.Identity)
            return CommandReceipt.OtherIncarnation;
        if (Lease == 0)
            return CommandReceipt.NotFenced;
        if (command.Lease < Lease)
        {
            Stale++;
            return CommandReceipt.StaleLease;
        }
        Lease = command.Lease;
        if (!_replicas.TryGetValue(command.Replica, out SimReplica? replica))
            _replicas[command.Replica] = replica = new();
        bool needsMemory = command.Action is ReplicaAction.Load or ReplicaAction.Wake && !replica.InMemory;
        if (needsMemory && ResidentBytes + ControlCluster.ExpertBytes > budgetBytes)
            return CommandReceipt.OverBudget;
        Taken.Add(command);
        CarryOut(command, replica);
        return CommandReceipt.Taken;
    }

    /// <summary>A router's frame.</summary>
    /// <returns>False for NotHere.</returns>
    public bool Serve(ExpertVersion replica, bool takeover)
    {
        if (!_replicas.TryGetValue(replica, out SimReplica? known) || !(known.Phase is ReplicaPhase.Awake or ReplicaPhase.Warm or ReplicaPhase.Draining))
            return false;
        known.Rows++;
        if (takeover && known.Phase == ReplicaPhase.Warm)
        {
            (known.Phase, known.TookOver) = (ReplicaPhase.Awake, true);
            world.Report(this);
        }
        return true;
    }

    public NodeReport Observe() => new(Description.Identity, Lease, ++_sequence, ResidentBytes, budgetBytes,
        [.. _replicas.Where(pair => pair.Value.Phase != ReplicaPhase.Absent).Select(pair =>
            new ReplicaReport(pair.Key, pair.Value.Phase, pair.Value.InMemory ? ControlCluster.ExpertBytes : 0, 0, pair.Value.Rows, pair.Value.TookOver, null))]);

    private void CarryOut(ReplicaCommand command, SimReplica replica)
    {
        replica.TookOver = false;
        switch (command.Action)
        {
            case ReplicaAction.Fetch when replica.Phase == ReplicaPhase.Absent:
                replica.Phase = ReplicaPhase.Fetching;
                Then(replica, ReplicaPhase.Fetching, ReplicaPhase.Cold, 200);
                break;
            case ReplicaAction.Load or ReplicaAction.Wake when !replica.InMemory:
                replica.Phase = ReplicaPhase.Waking;
                Then(replica, ReplicaPhase.Waking, command.Action == ReplicaAction.Wake ? ReplicaPhase.Awake : ReplicaPhase.Warm, 300);
                break;
            case ReplicaAction.Wake when replica.Phase is ReplicaPhase.Warm or ReplicaPhase.Draining:
                replica.Phase = ReplicaPhase.Awake;
                break;
            case ReplicaAction.Sleep when replica.Phase == ReplicaPhase.Awake:
                replica.Phase = ReplicaPhase.Draining;
                Then(replica, ReplicaPhase.Draining, ReplicaPhase.Warm, 40);
                break;
            case ReplicaAction.Unload when replica.InMemory:
                replica.Phase = ReplicaPhase.Cold;
                break;
        }
        world.Report(this);
    }

    private void Then(SimReplica replica, ReplicaPhase from, ReplicaPhase to, int atMostMs)
    {
        ulong incarnation = _incarnation;
        world.Queue.After(world.Random.Next(1, atMostMs), () =>
        {
            if (IsDead || _incarnation != incarnation || replica.Phase != from)
                return;
            replica.Phase = to;
            world.Report(this);
        });
    }
}
