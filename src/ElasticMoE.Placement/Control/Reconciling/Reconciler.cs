using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>Compares what is wanted with what is observed: the commands that bring one nearer to the other.</summary>
public static class Reconciler
{
    /// <summary>Commands to every node that is reached and has reported. None depends on another having been carried out.</summary>
    /// <param name="state">What is wanted.</param>
    /// <param name="observed">What is.</param>
    /// <param name="lease">The leader's number, which fences the commands.</param>
    /// <param name="nowMs">The leader's monotonic clock.</param>
    public static IReadOnlyList<ReplicaCommand> Plan(ControlState state, Observed observed, long lease, long nowMs)
    {
        var wanted = new SortedDictionary<NodeId, SortedDictionary<ExpertVersion, bool>>();
        foreach (WantedReplicas one in state.Wanted.Values)
        {
            foreach (NodeId node in one.Awake)
                Add(wanted, node, one.Replica, awake: true);
            foreach (NodeId node in one.Standbys)
                Add(wanted, node, one.Replica, awake: false);
        }
        var commands = new List<ReplicaCommand>();
        foreach ((NodeId node, NodeObservation seen) in observed.Nodes)
        {
            if (seen is { IsConnected: true, Report: not null } && state.Nodes.ContainsKey(node))
                new NodeReconciliation(state, observed, node, nowMs).Plan(wanted.GetValueOrDefault(node) ?? [], lease, commands);
        }
        return commands;
    }

    private static void Add(SortedDictionary<NodeId, SortedDictionary<ExpertVersion, bool>> wanted, NodeId node, ExpertVersion replica, bool awake)
    {
        if (!wanted.TryGetValue(node, out var replicas))
            wanted[node] = replicas = [];
        replicas[replica] = awake;
    }
}
