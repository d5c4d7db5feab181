using ElasticMoE.ControlPlane.Admin.Reports;
using ElasticMoE.ControlPlane.Supervision;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.Kubernetes;

namespace ElasticMoE.Node.Hosts;

/// <summary>What a supervisor counts. Of the cluster only the one that leads knows, so only that one says it.</summary>
internal static class SupervisorMetrics
{
    private static readonly string[] s_states = ["healthy", "working", "degraded", "frozen"];

    /// <param name="page">The page.</param>
    /// <param name="reports">What the supervisor knows.</param>
    /// <param name="mailboxDepth">Messages that wait for it.</param>
    /// <param name="wantsNodes">Whether another autoscaler is to read how many nodes are wanted: never one beside the supervisor itself.</param>
    public static void Write(MetricsPage page, ClusterReports reports, int mailboxDepth, bool wantsNodes)
    {
        StatusReport status = reports.Status();
        bool leads = status.Lease > 0;
        page.Gauge("emoe_supervisor_leads", "Whether this supervisor leads.", leads ? 1 : 0);
        page.Gauge("emoe_supervisor_mailbox_depth", "Messages that wait for the supervisor.", mailboxDepth);
        if (!leads)
            return;
        Write(page, status);
        if (wantsNodes)
            page.Gauge("emoe_cluster_nodes_wanted", "Nodes the cluster counts on, and one more while memory is short.", status.NodesKnown + (NodeScaler.IsShort(status) ? 1 : 0));
    }

    internal static void Write(MetricsPage page, StatusReport status)
    {
        page.Gauge("emoe_lease_number", "The number of the lease; it grows whenever another leads.", status.Lease);
        page.Gauges("emoe_cluster_state", "1 for the state the cluster is in.", s_states.Select(state => new MetricSample(status.Health == state ? 1 : 0, new MetricLabel("state", state))));
        page.Gauge("emoe_cluster_nodes_ready", "Nodes that answer.", status.NodesReady);
        page.Gauge("emoe_cluster_nodes_known", "Nodes the cluster counts on.", status.NodesKnown);
        page.Gauge("emoe_cluster_routers", "Routers that are connected.", status.Routers);
        page.Gauge("emoe_experts", "Experts of the model.", status.Experts);
        page.Gauge("emoe_experts_asleep", "Experts without an awake replica.", status.ExpertsAsleep);
        page.Gauge("emoe_experts_unprotected", "Experts without a standby in another failure domain, though there is one.", status.ExpertsUnprotected);
        // A leader that has planned nothing yet would alarm for nothing.
        page.Gauges("emoe_fits_after_largest_loss", "Whether every expert would have its replicas again after losing the largest failure domain.", status.FitsAfterLargestLoss is { } fits ? [new(fits ? 1 : 0)] : []);
        page.Gauge("emoe_cluster_resident_bytes", "Memory that replicas take.", status.ResidentBytes);
        page.Gauge("emoe_cluster_budget_bytes", "Memory they may take.", status.BudgetBytes);
        page.Gauge("emoe_operations_under_way", "Operations under way.", status.OperationsUnderWay);
        page.Counter("emoe_decisions_total", "Entries of the journal: whatever was decided.", status.LastEvent);
        page.Counter("emoe_placement_changes_total", "Changes of where replicas are wanted.", status.PlacementChanges);
    }
}
