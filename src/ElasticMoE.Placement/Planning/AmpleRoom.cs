namespace ElasticMoE.Placement.Planning;

/// <summary>
/// Tells where so much memory is left over that a plan that begins afresh surely places everything, so that nobody has to make one to know. A node is
/// full once it lacks room for the largest unit, and so many are at most full as all replicas together fill; a replica goes to any other node that
/// neither has its unit nor is in a failure domain of its awake replicas.
/// </summary>
internal static class AmpleRoom
{
    /// <summary>Whether all is surely placed, in domains apart. False says nothing.</summary>
    /// <param name="state">Numbers of replicas are decided, nothing is placed.</param>
    public static bool IsSure(PlanState state)
    {
        if (state.OpenNodes.Length == 0 || state.Units.Count == 0 || state.Units.Any(unit => unit.Pins.Length > 0))
            return false;
        long largest = state.Units.Max(unit => unit.Bytes), smallest = state.OpenNodes.Min(node => state.Nodes[node].BudgetBytes);
        if (largest == 0 || smallest < largest)
            return false;
        long all = state.Units.Sum(unit => unit.Bytes * (unit.Awake + unit.Standbys));
        long full = all / (smallest - largest + 1);
        int domain = state.OpenNodes.GroupBy(state.Domains.Of).Max(nodes => nodes.Count());
        long barred = state.Units.Max(unit => (long)unit.Awake * domain + Math.Max(1, unit.Standbys) * domain);
        return state.OpenNodes.Length > full + barred;
    }
}
