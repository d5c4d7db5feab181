using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>
/// Decides which nodes have which experts awake and which as standbys. Pure: the same problem gives the same plan. Beginning with the current map it moves little: what
/// nodes that left had, what pins and numbers of replicas demand, and for balance at most <see cref="PlannerSettings.BalanceMovesMax"/> replicas a plan.
/// </summary>
public static class Planner
{
    private const int ExactNodesMax = 64;

    /// <summary>Plans for all layers.</summary>
    /// <param name="problem">Experts, nodes, the current map and the knobs.</param>
    /// <exception cref="InputException">The problem contradicts itself; it names the thing.</exception>
    public static PlacementPlan Plan(PlacementProblem problem)
    {
        ProblemCheck.Run(problem);
        var state = new PlanState(problem);
        // 1. to 5. Places.
        bool[] isBest = Arrange(state);
        // 6. What nobody could place, what changed, and what may be lost.
        var difference = new PlanDifference(state);
        if (difference.Unplaced.Count > 0)
            state.Reasons.Add($"{difference.Unplaced.Count} experts have no place, expert {difference.Unplaced[0]} first: the nodes' budgets are too small");
        return new PlacementPlan
        {
            Placements = difference.Placements,
            Unplaced = difference.Unplaced,
            Moves = difference.Moves(),
            Decisions = state.Decisions,
            Balance = [.. state.Layers.Select((layer, index) => BalanceOf(state, index, layer, isBest[index]))],
            Redundancy = RedundancyOf(state),
        };
    }

    /// <returns>By layer, whether its awake replicas surely can't lie more evenly.</returns>
    private static bool[] Arrange(PlanState state)
    {
        // 1. What the current map has on nodes that stay.
        KeptReplicas.Take(state);
        // 2. How many replicas each unit gets.
        ReplicaCounts.Decide(state);
        ReportPins(state);
        // 3. Awake replicas; layers that begin afresh as evenly as can be.
        var room = new RoomMaking(state);
        new AwakePlacing(state, room).Run();
        var search = new LayerSearch(state);
        search.Run(fresh: true);
        bool[] isBest = [.. state.Layers.Select((_, layer) => ImproveFresh(state, layer))];
        // 4. Standbys.
        new StandbyPlacing(state, room).Run();
        // 5. Balance, within the moves allowed.
        search.Run(fresh: false);
        return isBest;
    }

    private static bool ImproveFresh(PlanState state, int layer)
    {
        PlanUnit[] units = [.. state.Units.Where(unit => unit.Layer == layer && unit.AwakeOn.Count > 0)];
        return units.Length is > 0 and <= ExactSpread.UnitsMax && state.Nodes.Length <= ExactNodesMax && units.All(unit => unit.IsFresh) && ExactSpread.Improve(state, units);
    }

    private static void ReportPins(PlanState state)
    {
        HashSet<NodeId> staying = [.. state.Nodes.Where(node => !node.IsDraining).Select(node => node.Node)];
        foreach (PlannedExpert expert in state.Problem.Experts)
        {
            foreach (NodeId pin in expert.Pins.Where(pin => !staying.Contains(pin)))
                state.Reasons.Add($"expert {expert.Expert} can't be pinned to node {pin}, which is gone or drains");
        }
    }

    private static LayerBalance BalanceOf(PlanState state, int index, int layer, bool isBest)
    {
        double mean = state.MeanOf(index), largest = state.LoadsOf(index).Max();
        double balancedness = largest <= 0 ? 1 : mean / largest;
        double share = state.Units.Where(unit => unit.Layer == index).Select(unit => unit.AwakeOn.Count == 0 ? 0 : unit.Load / unit.AwakeOn.Count).Max();
        double bound = isBest || largest <= 0 ? balancedness : Math.Max(balancedness, mean / Math.Max(mean, share));
        return new LayerBalance(layer, balancedness, bound);
    }

    private static Redundancy RedundancyOf(PlanState state)
    {
        var domains = Enumerable.Range(0, state.Nodes.Length).Where(node => !state.Nodes[node].IsDraining).GroupBy(state.Domains.Of).ToArray();
        var largest = domains.Length < 2 ? null : domains.MaxBy(domain => domain.Sum(node => state.Nodes[node].BudgetBytes));
        return new Redundancy
        {
            Domain = state.Domains.Kind,
            Reasons = state.Reasons,
            Unprotected = state.Units.Where(unit => StandbyPlacing.IsAlone(state, unit)).Sum(unit => unit.Experts.Length),
            UnprotectedMin = ProtectionBound.UnprotectedMin(state.Problem, state.Domains, state.Nodes),
            LargestDomain = largest is null ? null : state.Domains.Name(largest.Key),
            FitsAfterLargestLoss = largest is not null && FitsWithout(state, [.. largest]),
        };
    }

    /// <summary>Plans for the nodes that would be left, without replicas that only the load asks for and without care for balance, and sees whether anything would be missing.</summary>
    private static bool FitsWithout(PlanState state, HashSet<int> lost)
    {
        PlannedNode[] left = [.. state.Nodes.Where((node, index) => !lost.Contains(index) && !node.IsDraining)];
        HashSet<NodeId> numbers = [.. left.Select(node => node.Node)];
        var after = new PlanState(state.Problem with
        {
            Nodes = left,
            Current = null,
            Experts = [.. state.Problem.Experts.Select(expert => Least(expert, numbers))],
        });
        ReplicaCounts.Decide(after);
        if (AmpleRoom.IsSure(after))
            return true;
        PlaceAll(after);
        return IsAllPlaced(after);
    }

    /// <summary>Places what nothing of is placed yet, without care for balance.</summary>
    internal static void PlaceAll(PlanState after)
    {
        var room = new RoomMaking(after);
        new AwakePlacing(after, room).Run();
        new StandbyPlacing(after, room).Run();
    }

    /// <summary>Whether everything has its place and its standbys.</summary>
    internal static bool IsAllPlaced(PlanState state) => state.Reasons.Count == 0 && state.Units.All(unit => unit.AwakeOn.Count + unit.StandbyOn.Count > 0);

    private static PlannedExpert Least(PlannedExpert expert, HashSet<NodeId> nodes)
    {
        int most = Math.Min(expert.AwakeMax, Math.Max(1, expert.AwakeMin));
        bool isSame = most == expert.AwakeMax && expert.Pins.Count == 0;
        return isSame ? expert : expert with { AwakeMax = most, Pins = [.. expert.Pins.Where(nodes.Contains)] };
    }
}
