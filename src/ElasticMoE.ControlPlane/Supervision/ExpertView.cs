using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Experts as people see them.</summary>
internal static class ExpertView
{
    public static ExpertSummary Summary(SupervisorMachine machine, ExpertId expert, LoadShares shares)
    {
        ControlState state = machine.State;
        ExpertVersion current = state.CurrentOf(expert);
        ReplicaDetails[] replicas = [.. Replicas(machine, current)];
        return new(
            $"{expert}",
            current.Version,
            state.Experts[expert].Replicas,
            [.. replicas.Where(replica => replica.Phase == "awake").Select(replica => replica.Node)],
            [.. replicas.Where(replica => replica.Phase == "warm").Select(replica => replica.Node)],
            [.. state.Experts[expert].Pins.Keys.Select(node => node.Value)],
            shares[expert],
            state.Current!.Versions.IsPruned(expert),
            state.Experts[expert].IsHeld);
    }

    /// <exception cref="InputException">The model has no such expert.</exception>
    public static ExpertDetails Details(SupervisorMachine machine, ExpertId expert)
    {
        if (!machine.State.Experts.TryGetValue(expert, out ExpertEntry? entry))
            throw new InputException($"expert {expert}", "the model has no such expert", ExitCode.NotFound);
        VersionEntry? current = entry.Find(machine.State.CurrentOf(expert).Version);
        return new(
            Summary(machine, expert, LoadShares.Of(machine)),
            current?.Source ?? "",
            $"{current?.Content}",
            $"{entry.Bounds}",
            [.. entry.Live.SelectMany(version => Replicas(machine, new(expert, version.Version)))]);
    }

    /// <summary>A replica as it is wanted and as its node has it.</summary>
    public static ReplicaDetails Replica(SupervisorMachine machine, ExpertVersion replica, NodeId node)
    {
        WantedReplicas wanted = machine.State.WantedOf(replica);
        ReplicaReport? report = machine.Observed.Nodes.GetValueOrDefault(node)?.Of(replica);
        return new(
            $"{replica.Expert}",
            replica.Version,
            node.Value,
            wanted.Awake.Contains(node) ? "awake" : wanted.Standbys.Contains(node) ? "standby" : "nowhere",
            report is null ? "" : $"{report.Phase}".ToLowerInvariant(),
            report?.Bytes ?? 0,
            report?.RowsServed ?? 0,
            report?.Cause ?? "");
    }

    private static IEnumerable<ReplicaDetails> Replicas(SupervisorMachine machine, ExpertVersion replica) => machine.Observed.Nodes
        .Where(pair => pair.Value.Of(replica) is not null || machine.State.WantedOf(replica).All.Contains(pair.Key))
        .Select(pair => Replica(machine, replica, pair.Key));
}
