namespace ElasticMoE.Placement.Balancing;

/// <summary>Plans for equal devices: the best one where experts are few, otherwise never below the greedy one, and with an upper bound.</summary>
public static class SlotBalancer
{
    /// <summary>Plans one layer.</summary>
    /// <param name="problem">A problem that fits (<see cref="SlotProblem.Check"/>).</param>
    /// <param name="policy">Where replicas may go.</param>
    public static SlotPlan Plan(SlotProblem problem, BalancePolicy policy)
    {
        problem.Check("placement problem");
        if (policy == BalancePolicy.Hierarchical && problem.HasEvenGroups)
            return new HierarchicalSearch(problem).Run();
        PackedNode all = PackedNode.Best([.. problem.Load], problem.Replicas, problem.Devices, problem.Load.Count);
        return Plans.Of(problem, all.Packing.Slots, all.Bound);
    }

    /// <summary>The published greedy balancer's plan, which is where <see cref="Plan"/> starts. Its bound is only the mean.</summary>
    /// <param name="problem">A problem that fits.</param>
    /// <param name="policy">Where replicas may go.</param>
    public static SlotPlan Greedy(SlotProblem problem, BalancePolicy policy)
    {
        problem.Check("placement problem");
        double mean = problem.Total / problem.Devices;
        if (policy == BalancePolicy.Global || !problem.HasEvenGroups)
            return Plans.Of(problem, GreedyPacking.Pack([.. problem.Load], problem.Replicas, problem.Devices).Slots, mean);
        var groups = new GroupSpread(problem);
        var devices = new List<int[]>();
        foreach (int[] node in groups.Greedy())
        {
            int[] experts = groups.ExpertsOf(node);
            Packing packed = GreedyPacking.Pack([.. experts.Select(expert => problem.Load[expert])], problem.Replicas / problem.Nodes, problem.Devices / problem.Nodes);
            devices.AddRange(packed.Slots.Select(device => device.Select(local => experts[local]).ToArray()));
        }
        return Plans.Of(problem, [.. devices], mean);
    }
}
