using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Hosting;

/// <summary>
/// The replicas of a node, at most two versions of an expert. What replicas need done collects here until it is taken.
/// </summary>
[Machine]
public sealed class ReplicaTable
{
    private readonly Replica?[][] _replicas;
    private readonly IReadOnlyList<long> _bytesPerLayer;
    private readonly long[] _rowsPerLayer;
    private readonly bool _holdsAll;
    private readonly List<ReplicaTask> _tasks = [];

    /// <summary>A node's table, at first without replicas.</summary>
    /// <param name="expertsPerLayer">Experts of each layer; 0 for a layer without.</param>
    /// <param name="bytesPerLayer">Memory of one expert of each layer.</param>
    public ReplicaTable(IReadOnlyList<int> expertsPerLayer, IReadOnlyList<long> bytesPerLayer)
    {
        _bytesPerLayer = bytesPerLayer;
        _rowsPerLayer = new long[expertsPerLayer.Count];
        _replicas = [.. expertsPerLayer.Select(experts => new Replica?[experts * Limits.ExpertVersionsMax])];
    }

    private ReplicaTable(IReadOnlyList<int> expertsPerLayer)
        : this(expertsPerLayer, [.. expertsPerLayer.Select(_ => 0L)])
    {
        _holdsAll = true;
        for (int layer = 0; layer < expertsPerLayer.Count; layer++)
        {
            for (int expert = 0; expert < expertsPerLayer[layer]; expert++)
                GetOrAdd(new(new(layer, expert), 0));
        }
    }

    /// <summary>Memory that is taken or promised.</summary>
    public long ClaimedBytes { get; private set; }

    /// <summary>Counts changes of phases.</summary>
    public long Changes { get; private set; }

    /// <summary>Replicas that are on their way to the store or to memory.</summary>
    public int OnTheWay { get; private set; }

    /// <summary>Whether replicas need something done.</summary>
    public bool HasTasks => _tasks.Count > 0;

    /// <summary>Rows that experts of each layer have run, a row once for each of its experts.</summary>
    public IReadOnlyList<long> RowsPerLayer => _rowsPerLayer;

    /// <summary>All replicas, ascending. Enumerated for every report, under the lock that frames wait for: it is plain loops.</summary>
    public IEnumerable<Replica> Replicas
    {
        get
        {
            foreach (Replica?[] layer in _replicas)
            {
                foreach (Replica replica in InOrder(layer))
                    yield return replica;
            }
        }
    }

    /// <summary>The table of a process that has all weights in memory: what a map says of it holds at once.</summary>
    public static ReplicaTable OfWholeModel(IReadOnlyList<int> expertsPerLayer) => new(expertsPerLayer);

    /// <summary>Whether the model has the expert.</summary>
    public bool Has(ExpertId expert) =>
        (uint)expert.Layer < (uint)_replicas.Length && (uint)expert.Index < (uint)(_replicas[expert.Layer].Length / Limits.ExpertVersionsMax);

    /// <summary>A replica; null where there never was one, or the model has no such expert.</summary>
    public Replica? Find(ExpertVersion id)
    {
        if (!Has(id.Expert))
            return null;
        foreach (Replica? replica in SlotsOf(id.Expert))
        {
            if (replica?.Id.Version == id.Version)
                return replica;
        }
        return null;
    }

    /// <summary>A replica, made where it isn't there; null where two other versions of the expert are in use.</summary>
    public Replica? GetOrAdd(ExpertVersion id)
    {
        if (Find(id) is { } there)
            return there;
        Span<Replica?> slots = SlotsOf(id.Expert);
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i] is null or { Phase: ReplicaPhase.Absent or ReplicaPhase.Cold or ReplicaPhase.Failed, ClaimsMemory: false })
                return slots[i] = new Replica(id, _bytesPerLayer[id.Expert.Layer]);
        }
        return null;
    }

    /// <summary>Makes the replicas what a map says of this node; for a process that has all weights in memory.</summary>
    public void Assign(ExpertMap map, NodeId node)
    {
        foreach (ExpertPlacement placement in map.Placements)
        {
            if (Find(new ExpertVersion(placement.Expert, 0)) is not { } replica)
                continue;
            if (placement.Awake.Contains(node))
                Command(replica, ReplicaAction.Wake);
            else
                Command(replica, placement.Standbys.Contains(node) ? ReplicaAction.Load : ReplicaAction.Unload);
            if (placement.Standbys.Contains(node))
                Command(replica, ReplicaAction.Sleep);
        }
    }

    /// <summary>Tells a replica what it is to be.</summary>
    public void Command(Replica replica, ReplicaAction action) => Apply(replica, it => it.Command(action));

    /// <summary>A replica's weights are in the store.</summary>
    public void Fetched(Replica replica) => Apply(replica, it => it.Fetched());

    /// <summary>A replica's weights are in memory.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="stays">Whether they are known to stay there.</param>
    public void Loaded(Replica replica, bool stays) => Apply(replica, it => it.Loaded(stays));

    /// <summary>A replica's weights can't be had.</summary>
    public void Failed(Replica replica, string cause) => Apply(replica, it => it.Failed(cause));

    /// <summary>A replica's bytes were not what they should be, and the store has them no longer.</summary>
    public void Damaged(Replica replica) => Apply(replica, it => it.Damaged());

    /// <summary>A standby's pages are no longer in memory.</summary>
    public void Evicted(Replica replica) => Apply(replica, it => it.Evicted());

    /// <summary>A frame whose sender has lost the awake replica is to be served by this one.</summary>
    /// <returns>Whether a standby woke.</returns>
    public bool TakeOver(Replica replica)
    {
        bool woke = replica.TakeOver();
        Changes += woke ? 1 : 0;
        return woke;
    }

    /// <summary>A frame has ended.</summary>
    /// <param name="replica">What it held.</param>
    /// <param name="served">Whether a row was run.</param>
    public void Release(Replica replica, bool served)
    {
        // Runs for every row and expert: nothing is captured here.
        (ReplicaPhase before, long claimed) = (replica.Phase, Claim(replica));
        _rowsPerLayer[replica.Id.Expert.Layer] += served ? 1 : 0;
        Note(replica, (before, claimed), replica.Release(served));
    }

    /// <summary>Takes what replicas need done, in order.</summary>
    public void TakeTasks(List<ReplicaTask> tasks)
    {
        tasks.AddRange(_tasks);
        _tasks.Clear();
    }

    private static long Claim(Replica replica) => replica.ClaimsMemory ? replica.Bytes : 0;

    private static int IsOnTheWay(ReplicaPhase phase) => phase is ReplicaPhase.Fetching or ReplicaPhase.Waking ? 1 : 0;

    private static IEnumerable<Replica> InOrder(Replica?[] layer)
    {
        for (int first = 0; first < layer.Length; first += Limits.ExpertVersionsMax)
        {
            for (Replica? next = After(layer.AsSpan(first, Limits.ExpertVersionsMax), version: -1); next is not null; next = After(layer.AsSpan(first, Limits.ExpertVersionsMax), next.Id.Version))
                yield return next;
        }
    }

    /// <summary>Of one expert's versions that are there, the lowest above one; null where there is none.</summary>
    private static Replica? After(ReadOnlySpan<Replica?> slots, int version)
    {
        Replica? next = null;
        foreach (Replica? replica in slots)
        {
            if (replica is not null && replica.Phase != ReplicaPhase.Absent && replica.Id.Version > version && (next is null || replica.Id.Version < next.Id.Version))
                next = replica;
        }
        return next;
    }

    private Span<Replica?> SlotsOf(ExpertId expert) => _replicas[expert.Layer].AsSpan(expert.Index * Limits.ExpertVersionsMax, Limits.ExpertVersionsMax);

    private void Apply(Replica replica, Func<Replica, ReplicaStep> change)
    {
        (ReplicaPhase Phase, long Claimed) before = (replica.Phase, Claim(replica));
        Note(replica, before, change(replica));
    }

    private void Note(Replica replica, (ReplicaPhase Phase, long Claimed) before, ReplicaStep step)
    {
        ClaimedBytes += Claim(replica) - before.Claimed;
        Changes += replica.Phase != before.Phase ? 1 : 0;
        OnTheWay += IsOnTheWay(replica.Phase) - IsOnTheWay(before.Phase);
        if (_holdsAll)
            Assume(replica, step);
        else if (step != ReplicaStep.None)
            _tasks.Add(new(replica, step));
    }

    private void Assume(Replica replica, ReplicaStep step)
    {
        if (step == ReplicaStep.Fetch)
            Fetched(replica);
        else if (step == ReplicaStep.Load)
            Loaded(replica, stays: true);
    }
}
