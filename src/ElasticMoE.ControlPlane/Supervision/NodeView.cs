using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Nodes as people see them.</summary>
internal static class NodeView
{
    public static NodeSummary Summary(SupervisorMachine machine, NodeId node)
    {
        NodeEntry entry = machine.State.Nodes[node];
        NodeReport? report = machine.Observed.Nodes.GetValueOrDefault(node)?.Report;
        return new(
            node.Value,
            StateOf(machine, node, entry),
            report?.Replicas.Count(replica => replica.Phase == ReplicaPhase.Awake) ?? 0,
            report?.Replicas.Count(replica => replica.Phase == ReplicaPhase.Warm) ?? 0,
            report?.ResidentBytes ?? 0,
            entry.Description.BudgetBytes,
            entry.Description.Zone,
            entry.Description.Host,
            entry.Description.Address);
    }

    /// <exception cref="InputException">The cluster has no such node.</exception>
    public static NodeDetails Details(SupervisorMachine machine, NodeId node)
    {
        if (!machine.State.Nodes.TryGetValue(node, out NodeEntry? entry))
            throw new InputException($"node {node}", "the cluster has no such node", ExitCode.NotFound);
        NodeObservation? seen = machine.Observed.Nodes.GetValueOrDefault(node);
        IEnumerable<ExpertVersion> held = seen?.Report?.Replicas.Select(replica => replica.Replica) ?? [];
        IEnumerable<ExpertVersion> wanted = machine.State.Wanted.Values.Where(one => one.All.Contains(node)).Select(one => one.Replica);
        return new(
            Summary(machine, node),
            $"{entry.Description.Identity.Incarnation}",
            seen?.Report?.Lease ?? 0,
            [.. held.Union(wanted).Order().Select(replica => ExpertView.Replica(machine, replica, node))]);
    }

    private static string StateOf(SupervisorMachine machine, NodeId node, NodeEntry entry)
    {
        string reached = machine.Observed.IsReached(node) ? "ready" : machine.Observed.Unmanaged(machine.State).Contains(node) ? "unmanaged" : "lost";
        return entry.IsDraining ? $"{reached} draining" : entry.IsCordoned ? $"{reached} cordoned" : reached;
    }
}
