namespace ElasticMoE.Placement.Balancing;

/// <summary>One node's experts on its devices.</summary>
/// <param name="Packing">The best packing found.</param>
/// <param name="Bound">The busiest device of any packing carries at least this.</param>
internal sealed record PackedNode(Packing Packing, double Bound)
{
    /// <summary>Experts up to which the best packing is searched for exhaustively.</summary>
    private const int ExactExpertsMax = 16;

    /// <summary>Steps of that search for a layer of so few experts: about a second on a slow machine. Where they run out, the bound says how far the packing may be from the best.</summary>
    private const long LayerStepsMax = 20_000_000;

    /// <summary>Steps for one node of a larger layer, which has many.</summary>
    private const long NodeStepsMax = 300_000;

    /// <summary>The greedy packing, improved; the best one where experts are few.</summary>
    /// <param name="load">Loads of the node's experts.</param>
    /// <param name="replicas">As many as its devices have slots.</param>
    /// <param name="devices">Devices of equally many slots.</param>
    /// <param name="layerExperts">Experts of the whole layer.</param>
    public static PackedNode Best(double[] load, int replicas, int devices, int layerExperts)
    {
        Packing packing = GreedyPacking.Pack(load, replicas, devices);
        double bound = PackingBound.Of(load, replicas, devices, packing.Largest);
        PackingSearch.Improve(packing, bound);
        bound = PackingBound.Of(load, replicas, devices, packing.Largest);
        if (load.Length > ExactExpertsMax || packing.Largest <= bound)
            return new(packing, bound);
        (Packing best, bool isProven) = ExactPacking.Search(packing, load, bound, layerExperts <= ExactExpertsMax ? LayerStepsMax : NodeStepsMax);
        return new(best, isProven ? best.Largest : Math.Min(bound, best.Largest));
    }
}
