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
        if (state.OpenNodes.Length == 0 || state.Units.Count == 0 || !HasRoomForPins(state))
            return false;
        long largest = state.Units.Max(unit => unit.Bytes);
        if (largest == 0)
            return false;
        int domain = state.OpenNodes.GroupBy(state.Domains.Of).Max(nodes => nodes.Count());
        long barred = state.Units.Max(unit => (long)Math.Max(unit.Awake, unit.Pins.Length) * domain + Math.Max(1, unit.Standbys) * domain);
        return state.OpenNodes.Length > FullMax(state, largest) + barred;
    }

    /// <summary>How many open nodes can be full at most, the smallest first.</summary>
    private static int FullMax(PlanState state, long largest)
    {
        long left = state.Units.Sum(unit => unit.Bytes * (Math.Max(unit.Awake, unit.Pins.Length) + unit.Standbys));
        int full = 0;
        foreach (long bytes in state.OpenNodes.Select(node => Math.Max(0, state.Nodes[node].BudgetBytes - largest + 1)).Order())
        {
            if (bytes > left)
                break;
            left -= bytes;
            full++;
        }
        return full;
    }

    /// <summary>Whether each node has room for all that is pinned to it, which is placed before anything else.</summary>
    private static bool HasRoomForPins(PlanState state)
    {
        var pinned = new Dictionary<int, long>();
        foreach (PlanUnit unit in state.Units)
        {
            foreach (int node in unit.Pins)
                pinned[node] = pinned.GetValueOrDefault(node) + unit.Bytes;
        }
        return pinned.Keys.All(node => pinned[node] <= state.Nodes[node].BudgetBytes);
    }
}
