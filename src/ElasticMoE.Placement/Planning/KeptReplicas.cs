using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>Takes over what the current map has on nodes that stay: awake replicas first, then standbys, the most used first, within the budgets.</summary>
internal static class KeptReplicas
{
    public static void Take(PlanState state)
    {
        if (state.Problem.Current is not { } map)
            return;
        PlanUnit[] byUse = [.. state.Units.OrderByDescending(unit => unit.Load)];
        Dictionary<NodeId, int> indices = Enumerable.Range(0, state.Nodes.Length).ToDictionary(node => state.Nodes[node].Node);
        var held = new List<(PlanUnit Unit, int[] Awake, int[] Standbys)>();
        foreach (PlanUnit unit in byUse)
            held.Add((unit, Held(unit, placement => placement.Awake, isAwake: true), Held(unit, placement => placement.Standbys, isAwake: false)));
        foreach ((PlanUnit unit, int[] awake, _) in held)
            Keep(state, unit, awake, ReplicaRole.Awake);
        foreach ((PlanUnit unit, int[] awake, int[] standbys) in held)
        {
            Keep(state, unit, [.. standbys.Except(awake)], ReplicaRole.Standby);
            unit.IsFresh = unit.AwakeOn.Count + unit.StandbyOn.Count == 0;
        }

        int[] Held(PlanUnit unit, Func<ExpertPlacement, IReadOnlyList<NodeId>> nodes, bool isAwake)
        {
            var bytes = new SortedDictionary<int, long>();
            int most = 0;
            foreach (PlannedExpert expert in unit.Experts.Where(expert => expert.Expert.Index < map.ExpertsOf(expert.Expert.Layer)))
            {
                IReadOnlyList<NodeId> on = nodes(map[expert.Expert]);
                most = Math.Max(most, on.Count);
                unit.AwakeBefore = isAwake ? Math.Max(unit.AwakeBefore, on.Count) : unit.AwakeBefore;
                foreach (NodeId node in on)
                {
                    if (indices.TryGetValue(node, out int index) && !state.Nodes[index].IsDraining)
                        bytes[index] = bytes.GetValueOrDefault(index) + expert.Bytes;
                    else
                        unit.HasLost = true;
                }
            }
            // A group that isn't together yet stays where most of it is.
            return !unit.IsGroup ? [.. bytes.Keys] : [.. bytes.OrderByDescending(pair => pair.Value).Take(most).Select(pair => pair.Key)];
        }
    }

    private static void Keep(PlanState state, PlanUnit unit, int[] nodes, ReplicaRole role)
    {
        foreach (int node in nodes)
        {
            if (unit.Bytes <= state.FreeOn(node))
                state.Put(unit, node, role, null);
            else
                state.Explain(unit, $"leaves node {state.Nodes[node].Node}, whose budget of {state.Nodes[node].BudgetBytes} bytes no longer holds it");
        }
    }
}
