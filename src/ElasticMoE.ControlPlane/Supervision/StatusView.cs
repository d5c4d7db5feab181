using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>The cluster in a few numbers.</summary>
internal static class StatusView
{
    public static StatusReport Of(SupervisorMachine machine)
    {
        ControlState state = machine.State;
        Observed observed = machine.Observed;
        string[] causes = [.. Causes(machine)];
        int underWay = state.Operations.Values.Count(operation => operation.IsUnderWay);
        ReplicaReport[] replicas = [.. observed.Nodes.Values.SelectMany(node => node.Report?.Replicas ?? [])];
        return new StatusReport
        {
            Health = machine.Lease == 0 ? "leaderless" : machine.IsFrozen ? "frozen" : causes.Length > 0 ? "degraded" : underWay > 0 ? "working" : "healthy",
            Causes = causes,
            Lease = machine.Lease,
            Leader = machine.Lease > 0 ? state.Holder : "",
            Epoch = $"{machine.Map?.Epoch ?? default}",
            Revision = state.LastRevision.Value,
            NodesReady = state.Nodes.Keys.Count(observed.IsReached),
            NodesKnown = state.Nodes.Count,
            Routers = observed.ConnectedRouters.Count(),
            Experts = state.Experts.Count,
            ExpertsAsleep = state.Experts.Keys.Count(expert => state.WantedOf(state.CurrentOf(expert)).Awake.Count == 0),
            AwakeReplicas = replicas.Count(replica => replica.Phase == ReplicaPhase.Awake),
            Standbys = replicas.Count(replica => replica.Phase == ReplicaPhase.Warm),
            ResidentBytes = observed.Nodes.Values.Sum(node => node.Report?.ResidentBytes ?? 0),
            BudgetBytes = state.Nodes.Values.Sum(node => node.Description.BudgetBytes),
            OperationsUnderWay = underWay,
            ExpertsUnprotected = machine.State.Model is null ? 0 : Protection.Unprotected(state).Count(),
            FailureDomain = machine.Redundancy is { } redundancy ? $"{redundancy.Domain}".ToLowerInvariant() : "unknown",
            LargestDomain = machine.Redundancy?.LargestDomain ?? "",
            FitsAfterLargestLoss = machine.Redundancy?.FitsAfterLargestLoss,
            Autoscales = machine.Autoscales && !state.IsAutoscalePaused,
            PlacementChanges = state.LastChange,
            LastEvent = state.Index,
        };
    }

    private static IEnumerable<string> Causes(SupervisorMachine machine)
    {
        ControlState state = machine.State;
        if (machine.Lease == 0)
            yield return "this supervisor doesn't lead";
        foreach (NodeId node in state.Nodes.Keys.Where(node => !machine.Observed.IsReached(node)))
            yield return $"node {node} isn't reached";
        foreach (string reason in machine.Redundancy?.Reasons ?? [])
            yield return reason;
        int unprotected = state.Model is null ? 0 : Protection.Unprotected(state).Count();
        if (unprotected > 0)
            yield return $"{unprotected} experts have no standby in another failure domain";
        int failed = machine.Observed.Nodes.Values.Sum(node => node.Report?.Replicas.Count(replica => replica.Phase == ReplicaPhase.Failed) ?? 0);
        if (failed > 0)
            yield return $"{failed} replicas can't be loaded";
    }
}
