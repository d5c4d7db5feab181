using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>A node, as it introduces itself to the leader.</summary>
/// <param name="Identity">The node and this start of it.</param>
/// <param name="Address">Where routers and peers reach it.</param>
/// <param name="Zone">The widest failure domain; empty where zones aren't told apart.</param>
/// <param name="Host">The machine; nodes of one host fail together.</param>
/// <param name="BudgetBytes">Memory for awake and warm replicas.</param>
public sealed record NodeDescription(NodeIdentity Identity, string Address, string Zone, string Host, long BudgetBytes)
{
    /// <summary>The node.</summary>
    public NodeId Node => Identity.Node;
}
