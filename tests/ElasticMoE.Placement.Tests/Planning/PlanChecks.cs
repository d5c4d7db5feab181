using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Planning;

/// <summary>What holds for every plan.</summary>
internal static class PlanChecks
{
    public static void Check(PlacementProblem problem, PlacementPlan plan)
    {
        CheckBudgets(problem, plan);
        CheckReplicas(problem, plan);
        CheckMoves(problem, plan);
        CheckBalance(problem, plan);
    }

    private static void CheckBudgets(PlacementProblem problem, PlacementPlan plan)
    {
        Dictionary<ExpertId, long> bytes = problem.Experts.ToDictionary(expert => expert.Expert, expert => expert.Bytes);
        foreach (PlannedNode node in problem.Nodes)
        {
            long used = plan.Placements.Where(placement => IsOn(placement, node.Node)).Sum(placement => bytes[placement.Expert]);
            Assert.True(used <= node.BudgetBytes, $"node {node.Node} holds {used} of {node.BudgetBytes} bytes");
            Assert.True(used == 0 || !node.IsDraining, $"node {node.Node} drains and holds {used} bytes");
        }
    }

    private static void CheckReplicas(PlacementProblem problem, PlacementPlan plan)
    {
        Assert.Equal(problem.Experts.Select(expert => expert.Expert).Order(), plan.Placements.Select(placement => placement.Expert).Concat(plan.Unplaced).Order());
        Dictionary<ExpertId, ExpertPlacement> placed = plan.Placements.ToDictionary(placement => placement.Expert);
        var nodes = problem.Nodes.ToDictionary(node => node.Node);
        foreach (PlannedExpert expert in problem.Experts.Where(expert => placed.ContainsKey(expert.Expert)))
        {
            ExpertPlacement placement = placed[expert.Expert];
            Assert.True(placement.Awake.Count <= Math.Max(expert.AwakeMax, expert.Pins.Count), $"expert {expert.Expert} has {placement.Awake.Count} awake replicas");
            bool isWhole = placement.Awake.Count >= expert.AwakeMin && expert.Pins.All(placement.Awake.Contains) && HasStandby(expert, placement, plan.Redundancy.Domain, nodes);
            Assert.True(isWhole || plan.Redundancy.IsDegraded, $"{expert} lacks something and nobody says so: awake on {string.Join(", ", placement.Awake)}, standbys on {string.Join(", ", placement.Standbys)}, {plan.Redundancy.Domain}");
        }
        Assert.True(plan.Unplaced.Count == 0 || plan.Redundancy.IsDegraded);
    }

    /// <summary>A standby in another domain, or awake replicas in two.</summary>
    private static bool HasStandby(PlannedExpert expert, ExpertPlacement placement, FailureDomainKind kind, Dictionary<NodeId, PlannedNode> nodes)
    {
        string[] awake = [.. placement.Awake.Select(Domain).Distinct()];
        return expert.Standbys == 0 || awake.Length != 1 || placement.Standbys.Any(node => !awake.Contains(Domain(node)));

        string Domain(NodeId node) => kind switch
        {
            FailureDomainKind.Zone => nodes[node].Zone,
            FailureDomainKind.Host => nodes[node].Host,
            _ => node.ToString(),
        };
    }

    /// <summary>The moves lead from the current map to the plan, and those for balance are as few as the settings say.</summary>
    private static void CheckMoves(PlacementProblem problem, PlacementPlan plan)
    {
        var roles = new Dictionary<(ExpertId, NodeId), ReplicaRole>();
        foreach (ExpertPlacement placement in problem.Current?.Placements ?? [])
            Note(placement, roles);
        foreach (ReplicaMove move in plan.Moves)
        {
            Assert.NotEqual(move.Before, move.After);
            Assert.Equal(move.Before, roles.TryGetValue((move.Expert, move.Node), out ReplicaRole role) ? role : null);
            if (move.After is { } after)
                roles[(move.Expert, move.Node)] = after;
            else
                roles.Remove((move.Expert, move.Node));
        }
        var wanted = new Dictionary<(ExpertId, NodeId), ReplicaRole>();
        foreach (ExpertPlacement placement in plan.Placements)
            Note(placement, wanted);
        Assert.Equal(wanted.OrderBy(pair => pair.Key), roles.OrderBy(pair => pair.Key));
        int balance = plan.Moves.Count(move => move.Cause == MoveCause.Balance && move.After == ReplicaRole.Awake);
        Assert.True(balance <= problem.Settings.BalanceMovesMax, $"{balance} replicas move for balance");
    }

    private static void CheckBalance(PlacementProblem problem, PlacementPlan plan)
    {
        Assert.Equal(problem.Experts.Select(expert => expert.Expert.Layer).Distinct().Order(), plan.Balance.Select(layer => layer.Layer));
        Assert.All(plan.Balance, layer => Assert.InRange(layer.Balancedness, 0, layer.UpperBound));
        Assert.All(plan.Balance, layer => Assert.InRange(layer.UpperBound, 0, 1 + 1e-9));
    }

    private static void Note(ExpertPlacement placement, Dictionary<(ExpertId, NodeId), ReplicaRole> roles)
    {
        foreach (NodeId node in placement.Awake)
            roles.Add((placement.Expert, node), ReplicaRole.Awake);
        foreach (NodeId node in placement.Standbys)
            roles.Add((placement.Expert, node), ReplicaRole.Standby);
    }

    private static bool IsOn(ExpertPlacement placement, NodeId node) => placement.Awake.Contains(node) || placement.Standbys.Contains(node);
}
