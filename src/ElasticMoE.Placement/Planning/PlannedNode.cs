using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>One node as the planner sees it. A node that is lost is left out of the problem.</summary>
/// <param name="Node">Its number.</param>
/// <param name="BudgetBytes">Memory for replicas, awake and warm together.</param>
/// <param name="Zone">The zone it is in; empty where nobody says.</param>
/// <param name="Host">The machine it runs on; empty where nobody says.</param>
public sealed record PlannedNode(NodeId Node, long BudgetBytes, string Zone = "", string Host = "")
{
    /// <summary>It keeps what it has and gets nothing new.</summary>
    public bool IsCordoned { get; init; }

    /// <summary>All it has goes elsewhere.</summary>
    public bool IsDraining { get; init; }
}
