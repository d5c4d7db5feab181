using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>
/// What a map says: replicas that nodes have and that are wanted; and, until all that is wanted is there, those that were wanted before. So a
/// replica leaves the map only once its successors serve, and leaves memory only once it has left the map.
/// </summary>
public static class MapBuilder
{
    /// <summary>The replicas of the next map, ascending; every live version is there.</summary>
    public static IReadOnlyList<WantedReplicas> Build(ControlState state, Observed observed) =>
        [.. state.LiveVersions.Order().Select(replica => Build(state, observed, replica))];

    private static WantedReplicas Build(ControlState state, Observed observed, ExpertVersion replica)
    {
        WantedReplicas wanted = state.WantedOf(replica);
        bool isKept = observed.IsFrozen || observed.IsClaimed(replica);
        bool isAwakeSettled = wanted.Awake.All(node => observed.IsAwake(state, replica, node))
            && (wanted.Awake.Count > 0 || wanted.Standbys.Any(node => observed.IsReady(state, replica, node)));
        bool isSettled = isAwakeSettled && observed.IsSettled(state, replica);
        var awake = new List<NodeId>();
        var standbys = new List<NodeId>();
        foreach (NodeId node in observed.HoldersOf(replica).Where(state.Nodes.ContainsKey))
        {
            ReplicaPhase phase = observed.PhaseOf(state, replica, node);
            bool isReady = phase is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm;
            if (phase == ReplicaPhase.Awake && (wanted.Awake.Contains(node) || isKept || !isAwakeSettled))
                awake.Add(node);
            else if (isReady && (wanted.Awake.Contains(node) || wanted.Standbys.Contains(node) || isKept || !isSettled))
                standbys.Add(node);
        }
        return new(replica, awake, standbys);
    }

    /// <summary>Notes which replicas in memory a new map no longer names, and forgets those it names again.</summary>
    public static void NoteWithdrawals(ControlState state, Observed observed, ClusterMap map, long nowMs)
    {
        var named = map.Replicas.ToDictionary(placed => placed.Replica);
        (SortedSet<ReplicaPlace> notAwake, SortedSet<ReplicaPlace> notNamed) = ([], []);
        foreach ((NodeId node, NodeObservation seen) in observed.Nodes)
        {
            foreach (ReplicaReport report in seen.Report?.Replicas ?? [])
            {
                named.TryGetValue(report.Replica, out WantedReplicas? placed);
                if (placed is null || !placed.Awake.Contains(node))
                    notAwake.Add(new(report.Replica, node));
                if (placed is null || !(placed.Awake.Contains(node) || placed.Standbys.Contains(node)))
                    notNamed.Add(new(report.Replica, node));
            }
        }
        Note(observed.NotAwake, notAwake, new(map.Epoch, nowMs));
        Note(observed.NotNamed, notNamed, new(map.Epoch, nowMs));
    }

    private static void Note(SortedDictionary<ReplicaPlace, Withdrawal> known, SortedSet<ReplicaPlace> now, Withdrawal withdrawal)
    {
        foreach (ReplicaPlace again in known.Keys.Where(place => !now.Contains(place)).ToArray())
            known.Remove(again);
        foreach (ReplicaPlace place in now)
            known.TryAdd(place, withdrawal);
    }
}
