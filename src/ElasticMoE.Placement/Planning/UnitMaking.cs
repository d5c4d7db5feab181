namespace ElasticMoE.Placement.Planning;

/// <summary>Makes units of experts: one of each group, one of each expert without.</summary>
internal static class UnitMaking
{
    /// <param name="problem">The problem.</param>
    /// <param name="layers">Numbers of the layers with experts, ascending.</param>
    public static List<PlanUnit> Run(PlacementProblem problem, int[] layers)
    {
        PlannedNode[] nodes = [.. problem.Nodes.OrderBy(node => node.Node)];
        var units = new List<PlanUnit>();
        foreach (var layer in problem.Experts.GroupBy(expert => expert.Expert.Layer).OrderBy(layer => layer.Key))
        {
            int index = Array.BinarySearch(layers, layer.Key);
            PlannedExpert[] experts = [.. layer.OrderBy(expert => expert.Expert.Index)];
            units.AddRange(experts.Where(expert => expert.Group is null).Select(expert => new PlanUnit(index, [expert])));
            units.AddRange(experts.Where(expert => expert.Group is not null).GroupBy(expert => expert.Group).Select(group => new PlanUnit(index, [.. group])));
        }
        foreach (PlanUnit unit in units)
            unit.Pins = PinsOf(unit.Experts, nodes);
        return units;
    }

    /// <summary>Indices of the nodes that experts are pinned to, of those that are there and don't drain.</summary>
    public static int[] PinsOf(PlannedExpert[] experts, PlannedNode[] nodes) => experts.All(expert => expert.Pins.Count == 0) ? [] :
    [
        .. Enumerable.Range(0, nodes.Length).Where(node => !nodes[node].IsDraining && experts.Any(expert => expert.Pins.Contains(nodes[node].Node))),
    ];
}
