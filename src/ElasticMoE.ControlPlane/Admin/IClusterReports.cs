using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin.Reports;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>What the leader knows, for people. Each member throws <see cref="InputException"/> (exit code: not found) for a thing that isn't there.</summary>
public interface IClusterReports
{
    /// <summary>The cluster in a few numbers.</summary>
    StatusReport Status();

    /// <summary>Nodes, ascending.</summary>
    IReadOnlyList<NodeSummary> Nodes();

    /// <summary>One node with all its replicas.</summary>
    NodeDetails Node(NodeId node);

    /// <summary>Experts, ascending; of one layer, or of all.</summary>
    IReadOnlyList<ExpertSummary> Experts(int? layer);

    /// <summary>One expert with all its versions and replicas.</summary>
    ExpertDetails Expert(ExpertId expert);

    /// <summary>Where every version's replicas are wanted.</summary>
    PlacementReport Placement();

    /// <summary>Where the planner would have them, as what differs from where they are wanted.</summary>
    PlanReport Plan();

    /// <summary>Changes of the placement, the newest first.</summary>
    IReadOnlyList<ChangeSummary> History();

    /// <summary>The autoscaler's settings.</summary>
    AutoscaleReport Autoscale();

    /// <summary>Why the autoscaler does what it does; for one expert, or for all of which there is something to say.</summary>
    IReadOnlyList<ScaleExplanation> Explain(ExpertId? expert);

    /// <summary>Named sets of experts.</summary>
    IReadOnlyList<TeamReport> Teams();

    /// <summary>Operations that are remembered, ascending.</summary>
    IReadOnlyList<OperationReport> Operations();

    /// <summary>Events after an index; waits for the first of them, at most so long.</summary>
    Task<IReadOnlyList<EventReport>> EventsAsync(long after, int countMax, TimeSpan wait, CancellationToken cancel);

    /// <summary>An operation once it has ended, or as it is when the time is over.</summary>
    Task<OperationReport> OperationAsync(OperationId operation, TimeSpan wait, CancellationToken cancel);
}
