using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>Refuses problems that mean nothing.</summary>
internal static class ProblemCheck
{
    /// <exception cref="InputException">An expert or node twice, a figure out of range; it names the thing.</exception>
    public static void Run(PlacementProblem problem)
    {
        Require(problem.Nodes.Count > 0, "placement problem", "has no nodes");
        Require(problem.Nodes.Count <= Limits.NodesMax, "placement problem", $"has {problem.Nodes.Count} nodes; {Limits.NodesMax} are allowed");
        var nodes = new HashSet<NodeId>();
        foreach (PlannedNode node in problem.Nodes)
        {
            Require(nodes.Add(node.Node), $"node {node.Node}", "is there twice");
            Require(node.BudgetBytes >= 0, $"node {node.Node}", "its budget is below 0");
        }
        var experts = new HashSet<ExpertId>();
        foreach (PlannedExpert expert in problem.Experts)
        {
            string subject = $"expert {expert.Expert}";
            Require(experts.Add(expert.Expert), subject, "is there twice");
            Require((uint)expert.Expert.Layer < Limits.LayersMax && (uint)expert.Expert.Index < Limits.ExpertsPerLayerMax, subject, "its layer or index is out of range");
            Require(expert.Load >= 0 && double.IsFinite(expert.Load), subject, "its load is below 0 or no number");
            Require(expert.Bytes >= 0, subject, "its size is below 0");
            Require(expert.AwakeMin >= 0 && expert.AwakeMax >= expert.AwakeMin && expert.Standbys >= 0, subject, "its numbers of replicas contradict each other");
        }
    }

    private static void Require(bool holds, string subject, string cause)
    {
        if (!holds)
            throw new InputException(subject, cause);
    }
}
