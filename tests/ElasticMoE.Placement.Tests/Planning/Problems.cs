using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Planning;

/// <summary>Problems for tests.</summary>
internal static class Problems
{
    /// <summary>Experts of skewed loads and sizes on nodes in zones and hosts; sometimes short of memory, with pins, groups, sleepers, cordoned and draining nodes.</summary>
    public static PlacementProblem Random(Random random)
    {
        int zones = random.Next(1, 4), count = random.Next(1, 9), layers = random.Next(1, 4), experts = random.Next(2, 13);
        bool isGrouped = random.Next(4) == 0;
        PlannedExpert[] all =
        [
            .. from layer in Enumerable.Range(0, layers)
               from index in Enumerable.Range(0, experts)
               select Expert(random, new(layer, index), isGrouped ? index / 2 : null, count),
        ];
        long perNode = Math.Max(all.Max(expert => expert.Bytes) * 2, all.Sum(expert => expert.Bytes) * random.Next(2, 7) / count);
        PlannedNode[] nodes =
        [
            .. Enumerable.Range(0, count).Select(node => new PlannedNode(new(node * 3), perNode * random.Next(3, 5) / 3, zones > 1 ? $"zone{node % zones}" : "", $"host{node / 2}")
            {
                IsCordoned = random.Next(12) == 0,
                IsDraining = node > 0 && random.Next(12) == 0,
            }),
        ];
        return new PlacementProblem { Experts = all, Nodes = nodes };
    }

    /// <summary>Equal experts of the given loads, each of one byte, on nodes with room for as many as wanted.</summary>
    public static PlacementProblem Roomy(int nodes, params double[] loads) => new()
    {
        Experts = [.. loads.Select((load, index) => new PlannedExpert(new(0, index), load, 1))],
        Nodes = [.. Enumerable.Range(0, nodes).Select(node => new PlannedNode(new(node), 1000))],
    };

    /// <summary>Equal experts of one awake replica and one standby each on nodes in two to four zones that hold all of them once, and mostly not twice.</summary>
    public static PlacementProblem Scarce(Random random)
    {
        int zones = random.Next(2, 5), layers = random.Next(1, 4), experts = random.Next(1, 13), count = layers * experts;
        PlannedNode[] nodes = [.. Enumerable.Range(0, random.Next(zones, 3 * zones)).Select(node => new PlannedNode(new(node), random.Next(0, 2 * count), $"zone{(node < zones ? node : random.Next(zones))}"))];
        long missing = Math.Max(0, count - nodes.Sum(node => node.BudgetBytes));
        nodes[0] = nodes[0] with { BudgetBytes = nodes[0].BudgetBytes + missing };
        return new PlacementProblem { Experts = [.. Enumerable.Range(0, count).Select(index => new PlannedExpert(new(index / experts, index % experts), random.Next(100), 1))], Nodes = nodes };
    }

    private static PlannedExpert Expert(Random random, ExpertId id, int? group, int nodes) => new(id, random.Next(5) == 0 ? 0 : 1000.0 / random.Next(1, 50), random.Next(50, 100))
    {
        Group = group,
        AwakeMin = random.Next(6) == 0 ? 0 : 1,
        AwakeMax = random.Next(1, 4),
        Pins = random.Next(15) == 0 ? [new(3 * random.Next(nodes))] : [],
    };
}
