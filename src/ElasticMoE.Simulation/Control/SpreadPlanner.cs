using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Simulation.Control;

/// <summary>A planner that moves a lot: each expert's replicas on nodes in turn, whatever they were.</summary>
internal static class SpreadPlanner
{
    public static PlacementPlan Plan(PlacementProblem problem)
    {
        NodeId[] open = [.. problem.Nodes.Where(node => node is { IsCordoned: false, IsDraining: false }).Select(node => node.Node)];
        ExpertPlacement[] placements = open.Length == 0 ? [] : [.. problem.Experts.Select(expert => Place(expert, open))];
        return new PlacementPlan
        {
            Placements = placements,
            Unplaced = [.. problem.Experts.Skip(placements.Length).Select(expert => expert.Expert)],
            Moves = [],
            Decisions = [],
            Balance = [],
            Redundancy = new() { Domain = FailureDomainKind.Node, Reasons = [], LargestDomain = null, FitsAfterLargestLoss = true },
        };
    }

    private static ExpertPlacement Place(PlannedExpert expert, NodeId[] open)
    {
        NodeId[] turned = [.. Enumerable.Range(0, open.Length).Select(i => open[(i + expert.Expert.Layer + expert.Expert.Index) % open.Length])];
        int awake = Math.Min(expert.AwakeMin, open.Length);
        return new(expert.Expert, [.. turned.Take(awake).Order()], [.. turned.Skip(awake).Take(1).Order()]);
    }
}
