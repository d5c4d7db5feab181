using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Simulation.Control;

/// <summary>What holds of every wanted state, whatever was commanded.</summary>
internal static class WantedChecks
{
    /// <summary>What holds at any time.</summary>
    /// <returns>What doesn't; null where all does.</returns>
    public static string? Basics(ControlState state)
    {
        var used = new Dictionary<NodeId, long>(state.Nodes.Count);
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            if (!IsAscending(wanted.Awake) || !IsAscending(wanted.Standbys))
                return $"expert {wanted.Replica} is twice on a node, or out of order";
            if (wanted.Awake.Intersect(wanted.Standbys).Any())
                return $"expert {wanted.Replica} is twice on a node";
            long bytes = state.BytesOf(wanted.Replica);
            foreach (NodeId node in wanted.All)
                used[node] = used.GetValueOrDefault(node) + bytes;
        }
        foreach ((NodeId node, NodeEntry entry) in state.Nodes)
        {
            if (used.GetValueOrDefault(node) > entry.Description.BudgetBytes)
                return $"node {node} is to hold {used[node]} bytes of {entry.Description.BudgetBytes}";
        }
        return state.Experts.Where(pair => pair.Value.Live.Length is not (1 or 2)).Select(pair => $"{pair.Value.Live.Length} versions of expert {pair.Key} are live").FirstOrDefault();
    }

    private static bool IsAscending(IReadOnlyList<NodeId> nodes)
    {
        for (int i = 1; i < nodes.Count; i++)
        {
            if (nodes[i].Value <= nodes[i - 1].Value)
                return false;
        }
        return true;
    }

    /// <summary>What holds besides once the leader had time to restore it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="hasRoom">Whether every node could hold everything, so that nothing excuses a missing standby.</param>
    public static string? Settled(ControlState state, bool hasRoom) => Protected(state, hasRoom) ?? (hasRoom ? Counted(state) : null);

    /// <summary>Budgets, pins and standbys.</summary>
    /// <param name="state">The state.</param>
    /// <param name="hasRoom">Whether every node could hold everything.</param>
    public static string? Protected(ControlState state, bool hasRoom)
    {
        var domains = new FailureDomains(state);
        return Basics(state) ?? state.LiveVersions.Where(state.IsNeeded).Select(replica => Protected(state, replica, hasRoom, domains)).FirstOrDefault(wrong => wrong is not null);
    }

    /// <summary>Whether no open node has room for what stays on one that drains, though every standby there gave way that nobody needs to stay.</summary>
    public static bool HasNoRoomElsewhere(ControlState state, NodeId drained)
    {
        var kept = new SortedDictionary<NodeId, long>();
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            foreach (NodeId node in wanted.All.Where(node => wanted.Awake.Count == 0 || wanted.Awake.Contains(node) || state.Experts[wanted.Replica.Expert].Pins.ContainsKey(node)))
                kept[node] = kept.GetValueOrDefault(node) + state.BytesOf(wanted.Replica);
        }
        WantedReplicas[] staying = [.. state.Wanted.Values.Where(wanted => wanted.All.Contains(drained))];
        return staying.Length > 0 && staying.All(wanted => state.Nodes.All(pair => pair.Value.IsCordoned
            || (!wanted.All.Contains(pair.Key) && pair.Value.Description.BudgetBytes - kept.GetValueOrDefault(pair.Key) < state.BytesOf(wanted.Replica))));
    }

    /// <summary>As many awake replicas as are wanted, as far as there are nodes for them.</summary>
    private static string? Counted(ControlState state)
    {
        int open = state.Nodes.Count(pair => !pair.Value.IsCordoned);
        return state.LiveVersions.Where(state.IsNeeded)
            .Where(replica => state.WantedOf(replica).Awake.Count < Math.Min(state.Experts[replica.Expert].Replicas, open))
            .Select(replica => $"expert {replica} has {state.WantedOf(replica).Awake.Count} awake replicas of {state.Experts[replica.Expert].Replicas}")
            .FirstOrDefault();
    }

    private static string? Protected(ControlState state, ExpertVersion replica, bool hasRoom, FailureDomains domains)
    {
        WantedReplicas wanted = state.WantedOf(replica);
        ExpertEntry expert = state.Experts[replica.Expert];
        if (wanted.IsNowhere)
            return $"expert {replica} is wanted nowhere";
        if (expert.Pins.Where(pin => state.Nodes.ContainsKey(pin.Key) && !(pin.Value ? wanted.Awake : wanted.All).Contains(pin.Key)).Select(pin => (NodeId?)pin.Key).FirstOrDefault() is { } left)
            return $"expert {replica} has left node {left}, to which it is pinned";
        if (!hasRoom)
            return null;
        bool isApart = wanted.Awake.Count == 0 || wanted.Standbys.Any(node => wanted.Awake.Any(awake => domains.Of(awake) != domains.Of(node)));
        bool couldBe = state.Nodes.Any(pair => !pair.Value.IsCordoned && !wanted.All.Contains(pair.Key) && wanted.Awake.Any(awake => domains.Of(awake) != domains.Of(pair.Key)));
        return isApart || !couldBe ? null : $"expert {replica} has no standby in another failure domain";
    }
}
