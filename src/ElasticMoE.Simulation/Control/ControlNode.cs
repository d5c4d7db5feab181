using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>A node: carries out commands after a while, serves routers, and reports.</summary>
internal sealed class ControlNode(ControlScene scene, int id, long budgetBytes)
{
    private const int FetchMs = 200, LoadMs = 300, DrainMs = 40;

    private readonly SortedDictionary<ExpertVersion, ControlReplica> _replicas = [];
    private readonly SeededRandom _random = scene.Random.Fork();
    private long _sequence;
    private ulong _incarnation = 1;
    private long _obeyed;

    public NodeId Id { get; } = new(id);

    public string Name { get; } = $"node {id}";

    public bool IsDead { get; private set; }

    /// <summary>It never starts again.</summary>
    public bool IsLost { get; set; }

    /// <summary>Bringing weights to memory takes so many times longer.</summary>
    public int Slowness { get; set; } = 1;

    public long Lease { get; private set; }

    public int Stale { get; private set; }

    public NodeDescription Description => ControlModel.Describe(id, _incarnation, budgetBytes);

    public long ResidentBytes => _replicas.Values.Count(replica => replica.InMemory) * ControlModel.ExpertBytes;

    public ReplicaPhase PhaseOf(ExpertVersion replica) => _replicas.TryGetValue(replica, out ControlReplica? known) ? known.Phase : ReplicaPhase.Absent;

    /// <summary>Whether the last command about a replica that was carried out came when another leader had the lease already.</summary>
    public bool IsLatelyCommanded(ExpertVersion replica) => _replicas.TryGetValue(replica, out ControlReplica? known) && known.IsLatelyCommanded;

    /// <summary>It hasn't been started yet; a restart starts it.</summary>
    public void Wait() => IsDead = true;

    public void Kill()
    {
        scene.World.Note(Name, $"dies");
        IsDead = true;
        scene.Links.Gone(this);
    }

    /// <summary>Starts again: its store is there, its memory is empty, and it has learnt no lease number.</summary>
    public void Restart()
    {
        (IsDead, Lease, _sequence, _obeyed) = (false, 0, 0, 0);
        _incarnation++;
        scene.World.Note(Name, $"starts again, {(long)_incarnation}");
        foreach (ControlReplica replica in _replicas.Values)
            (replica.Phase, replica.TookOver, replica.Rows) = (ReplicaPhase.Cold, false, 0);
        scene.Links.Came(this);
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
        if (command.Lease < Lease && scene.Bug != PlantedBug.OldLeadersObeyed)
        {
            Stale++;
            return CommandReceipt.StaleLease;
        }
        Lease = Math.Max(Lease, command.Lease);
        if (!_replicas.TryGetValue(command.Replica, out ControlReplica? replica))
            _replicas[command.Replica] = replica = new();
        bool needsMemory = command.Action is ReplicaAction.Load or ReplicaAction.Wake && !replica.InMemory;
        if (needsMemory && ResidentBytes + ControlModel.ExpertBytes > budgetBytes)
            return CommandReceipt.OverBudget;
        CarryOut(command, replica);
        return CommandReceipt.Taken;
    }

    /// <summary>A router's frame.</summary>
    /// <returns>False for NotHere.</returns>
    public bool Serve(ExpertVersion replica, bool takeover)
    {
        if (!_replicas.TryGetValue(replica, out ControlReplica? known) || !(known.Phase is ReplicaPhase.Awake or ReplicaPhase.Warm or ReplicaPhase.Draining))
            return false;
        known.Rows++;
        if (takeover && known.Phase == ReplicaPhase.Warm)
        {
            (known.Phase, known.TookOver) = (ReplicaPhase.Awake, true);
            scene.Links.Report(this);
        }
        return true;
    }

    public NodeReport Observe() => new(Description.Identity, Lease, ++_sequence, ResidentBytes, budgetBytes,
        [.. _replicas.Where(pair => pair.Value.Phase != ReplicaPhase.Absent).Select(pair =>
            new ReplicaReport(pair.Key, Told(pair.Value.Phase), pair.Value.InMemory ? ControlModel.ExpertBytes : 0, 0, pair.Value.Rows, pair.Value.TookOver, null))]);

    private ReplicaPhase Told(ReplicaPhase phase) => phase == ReplicaPhase.Waking && scene.Bug == PlantedBug.WakeToldEarly ? ReplicaPhase.Awake : phase;

    private void CarryOut(ReplicaCommand command, ControlReplica replica)
    {
        scene.World.Note(Name, $"{command.Action} {command.Replica.ToString()} of lease {command.Lease}");
        if (command.Lease < _obeyed)
            scene.World.Violate($"{Name} carries out a command of lease {command.Lease} after one of lease {_obeyed}");
        _obeyed = command.Lease;
        (replica.TookOver, replica.IsLatelyCommanded) = (false, command.Lease < scene.Journal.Lease.Number);
        switch (command.Action)
        {
            case ReplicaAction.Fetch when replica.Phase == ReplicaPhase.Absent:
                replica.Phase = ReplicaPhase.Fetching;
                Then(replica, ReplicaPhase.Fetching, ReplicaPhase.Cold, FetchMs);
                break;
            case ReplicaAction.Load or ReplicaAction.Wake when !replica.InMemory:
                replica.Phase = ReplicaPhase.Waking;
                Then(replica, ReplicaPhase.Waking, command.Action == ReplicaAction.Wake ? ReplicaPhase.Awake : ReplicaPhase.Warm, LoadMs);
                break;
            case ReplicaAction.Wake when replica.Phase is ReplicaPhase.Warm or ReplicaPhase.Draining:
                replica.Phase = ReplicaPhase.Awake;
                break;
            case ReplicaAction.Sleep when replica.Phase == ReplicaPhase.Awake:
                replica.Phase = ReplicaPhase.Draining;
                Then(replica, ReplicaPhase.Draining, ReplicaPhase.Warm, DrainMs);
                break;
            case ReplicaAction.Unload when replica.InMemory:
                replica.Phase = ReplicaPhase.Cold;
                break;
        }
        scene.Links.Report(this);
    }

    private void Then(ControlReplica replica, ReplicaPhase from, ReplicaPhase to, int atMostMs)
    {
        ulong incarnation = _incarnation;
        scene.After(_random.Between(1, atMostMs) * (from == ReplicaPhase.Draining ? 1 : Slowness), () =>
        {
            if (IsDead || _incarnation != incarnation || replica.Phase != from)
                return;
            replica.Phase = to;
            scene.Links.Report(this);
        });
    }
}
