using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement;

/// <summary>The plan without a planner: every expert awake on some nodes in turn, with a standby on the next ones.</summary>
public static class SpreadPlan
{
    /// <summary>
    /// Spreads experts evenly. Expert e of a layer is awake on <paramref name="replicas"/> nodes from node e mod n on; its standbys follow on
    /// nodes that have no awake replica of it. On one node there is no standby.
    /// </summary>
    /// <param name="epoch">The map's version.</param>
    /// <param name="expertsPerLayer">Experts of each layer; 0 for a layer without.</param>
    /// <param name="nodes">One or more, ascending.</param>
    /// <param name="replicas">Awake replicas; at most one a node.</param>
    /// <param name="standbys">Standbys; as many as there are nodes left.</param>
    public static ExpertMap Make(Epoch epoch, IReadOnlyList<int> expertsPerLayer, IReadOnlyList<NodeId> nodes, int replicas = 1, int standbys = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(standbys);
        int awake = Math.Min(replicas, nodes.Count);
        int asleep = Math.Min(standbys, nodes.Count - awake);
        var placements = new List<ExpertPlacement>();
        for (int layer = 0; layer < expertsPerLayer.Count; layer++)
        {
            // Each layer begins one node further, so that a node's share of the first experts doesn't add up over layers.
            for (int expert = 0; expert < expertsPerLayer[layer]; expert++)
                placements.Add(new(new(layer, expert), Take(nodes, layer + expert, awake), Take(nodes, layer + expert + awake, asleep)));
        }
        return new ExpertMap(epoch, placements);
    }

    private static NodeId[] Take(IReadOnlyList<NodeId> nodes, int first, int count)
    {
        var taken = new NodeId[count];
        for (int i = 0; i < count; i++)
            taken[i] = nodes[(first + i) % nodes.Count];
        Array.Sort(taken);
        return taken;
    }
}
