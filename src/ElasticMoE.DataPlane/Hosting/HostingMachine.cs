using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Hosting;

/// <summary>
/// What a node does with commands about its replicas: refuses those of a leader that is none any more, for another start of the node, or
/// over its memory; hands the others to the replicas. Every command may come twice.
/// </summary>
/// <param name="table">The node's replicas.</param>
/// <param name="identity">The node, and this start of it.</param>
/// <param name="budgetBytes">Memory that awake and warm replicas may take.</param>
[Machine]
public sealed class HostingMachine(ReplicaTable table, NodeIdentity identity, long budgetBytes)
{
    private long _sequence;
    private int _reported;

    /// <summary>The highest lease number learnt; 0 before the first.</summary>
    public long Lease { get; private set; }

    /// <summary>Counts commands that were taken: what is to be remembered for the node's next start has changed.</summary>
    public long CommandsTaken { get; private set; }

    /// <summary>Learns a lease number.</summary>
    /// <returns>The highest learnt.</returns>
    public long Fence(long lease) => Lease = Math.Max(Lease, lease);

    /// <summary>A command has come.</summary>
    public CommandReceipt Submit(ReplicaCommand command)
    {
        if (command.Target != identity)
            return CommandReceipt.OtherIncarnation;
        if (Lease == 0)
            return CommandReceipt.NotFenced;
        if (command.Lease < Lease)
            return CommandReceipt.StaleLease;
        CommandReceipt receipt = Take(command.Replica, command.Action, command.Content, command.Peers);
        if (receipt == CommandReceipt.Taken)
        {
            Lease = command.Lease;
            CommandsTaken++;
        }
        return receipt;
    }

    /// <summary>Makes a replica what it was at the node's end; no leader's command.</summary>
    public CommandReceipt Restore(HeldReplica assigned) =>
        Take(assigned.Replica, assigned.Goal switch
        {
            ReplicaPhase.Awake => ReplicaAction.Wake,
            ReplicaPhase.Warm => ReplicaAction.Load,
            _ => ReplicaAction.Fetch,
        }, assigned.Content, []);

    /// <summary>What the node is to hold, for its next start.</summary>
    public IReadOnlyList<HeldReplica> Assignment() =>
        [.. table.Replicas.Where(replica => replica.Goal != ReplicaPhase.Absent).Select(replica => new HeldReplica(replica.Id, replica.Goal, replica.Content))];

    /// <summary>What the node holds now.</summary>
    public NodeReport Report()
    {
        var replicas = new List<ReplicaReport>(_reported);
        long bytes = 0;
        foreach (Replica replica in table.Replicas)
        {
            ReplicaReport report = replica.Report();
            replicas.Add(report);
            bytes += report.Bytes;
        }
        _reported = replicas.Count;
        return new(identity, Lease, ++_sequence, bytes, budgetBytes, replicas);
    }

    private CommandReceipt Take(ExpertVersion id, ReplicaAction action, ContentDigest? content, IReadOnlyList<NodeId> peers)
    {
        if (!table.Has(id.Expert) || id.Version < 0 || (id.Version > 0 && content is null && table.Find(id) is null))
            return CommandReceipt.UnknownExpert;
        if (action is ReplicaAction.Sleep or ReplicaAction.Unload && table.Find(id) is null)
            return CommandReceipt.Taken;
        // A third version waits until one of the two has gone.
        if (table.OnTheWay >= Limits.ReplicasOnTheWayMax || table.GetOrAdd(id) is not { } replica)
            return CommandReceipt.Busy;
        if (action is ReplicaAction.Load or ReplicaAction.Wake && !replica.ClaimsMemory && table.ClaimedBytes + replica.Bytes > budgetBytes)
            return CommandReceipt.OverBudget;
        replica.Content = content ?? replica.Content;
        replica.Peers = peers;
        table.Command(replica, action);
        return CommandReceipt.Taken;
    }
}
