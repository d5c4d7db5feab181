namespace ElasticMoE.Placement.Planning;

/// <summary>How many experts lie in two failure domains at most, whatever the plan.</summary>
internal static class ProtectionBound
{
    /// <summary>
    /// Experts that no plan protects, for want of memory. An expert that lies in two domains takes its size once outside the largest domain; and all experts take theirs once besides. Where all have one size, a node has room for whole replicas alone.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="domains">Its domains.</param>
    /// <param name="nodes">Its nodes, in the order of <paramref name="domains"/>.</param>
    public static int UnprotectedMin(PlacementProblem problem, FailureDomains domains, PlannedNode[] nodes)
    {
        long[] memory = new long[domains.Count];
        long unit = problem.Experts.Select(expert => expert.Bytes).Distinct().Count() == 1 ? Math.Max(1, problem.Experts[0].Bytes) : 1;
        for (int node = 0; node < nodes.Length; node++)
            memory[domains.Of(node)] += nodes[node].IsDraining ? 0 : nodes[node].BudgetBytes / unit * unit;
        long room = Math.Min(memory.Sum() - memory.Max(), memory.Sum() - problem.Experts.Sum(expert => expert.Bytes));
        int left = 0;
        foreach (long bytes in problem.Experts.Where(IsWanted).Select(expert => expert.Bytes).Order())
        {
            left += room < bytes ? 1 : 0;
            room -= bytes;
        }
        return left;
    }

    private static bool IsWanted(PlannedExpert expert) => expert.Standbys > (expert.AwakeMax == 0 && expert.Pins.Count == 0 ? 1 : 0);
}
