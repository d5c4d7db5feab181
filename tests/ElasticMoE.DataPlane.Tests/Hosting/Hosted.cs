using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.DataPlane.Tests.Hosting;

/// <summary>A hosting machine of two layers with four experts of 100 bytes each, and room for three of them.</summary>
internal sealed class Hosted
{
    public const long ExpertBytes = 100, BudgetBytes = 350;

    public static readonly NodeIdentity Identity = new(new(1), new(77));

    public Hosted() => Machine = new(Table, Identity, BudgetBytes);

    public ReplicaTable Table { get; } = new([4, 4], [ExpertBytes, ExpertBytes]);

    public HostingMachine Machine { get; }

    public static ExpertVersion Id(int expert, int version = 0) => new(new(0, expert), version);

    public CommandReceipt Submit(ReplicaAction action, int expert, int version = 0) =>
        Machine.Submit(new(Machine.Lease, Identity, Id(expert, version), action, version > 0 ? new ContentDigest(1, 2, 3, (ulong)version) : null, []));

    /// <summary>What replicas want done, as "Fetch 0/2@0, Load 0/3@0".</summary>
    public string Tasks()
    {
        var tasks = new List<ReplicaTask>();
        Table.TakeTasks(tasks);
        return string.Join(", ", tasks.Select(task => $"{task.Step} {task.Replica.Id}"));
    }

    /// <summary>Brings a replica to memory by a command.</summary>
    public Replica Bring(ReplicaAction action, int expert, int version = 0)
    {
        Submit(action, expert, version);
        Replica replica = Table.Find(Id(expert, version))!;
        Table.Fetched(replica);
        Table.Loaded(replica, stays: true);
        Tasks();
        return replica;
    }
}
