using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>
/// What a map says: replicas that nodes have and that are wanted; and, until all that is wanted is there, those that were wanted before. So a
/// replica leaves the map only once its successors serve, and leaves memory only once it has left the map. What a node is told to unload is named
/// at most as a standby: routers use it where nothing else serves, and find out.
/// </summary>
public static class MapBuilder
{
    /// <summary>The replicas of the next map, ascending; every live version is there.</summary>
    public static IReadOnlyList<WantedReplicas> Build(ControlState state, Observed observed) =>
        [.. state.LiveVersions.Order().Select(replica => Build(state, observed, replica))];

    /// <summary>One version's part of it.</summary>
    internal static WantedReplicas Build(ControlState state, Observed observed, ExpertVersion replica)
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
            ReplicaPhase phase = observed.PhaseOf(replica, node);
            bool isReady = phase is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm;
            if (phase == ReplicaPhase.Awake && !observed.IsLeaving(replica, node) && (wanted.Awake.Contains(node) || isKept || !isAwakeSettled))
                awake.Add(node);
            else if (isReady && (wanted.Awake.Contains(node) || wanted.Standbys.Contains(node) || isKept || !isSettled))
                standbys.Add(node);
        }
        return new(replica, awake, standbys);
    }
}
