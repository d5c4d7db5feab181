namespace ElasticMoE.Placement.Balancing;

/// <summary>What the busiest device of any packing carries at least.</summary>
internal static class PackingBound
{
    /// <summary>
    /// The mean, or more: some share is at least the smallest possible largest share (giving each replica to the largest share reaches it), and the other slots of its
    /// device carry at least the smallest share each.
    /// </summary>
    /// <param name="load">Loads of the experts.</param>
    /// <param name="replicas">As many as the devices have slots.</param>
    /// <param name="devices">Devices of equally many slots.</param>
    /// <param name="known">The busiest device of some packing. The bound holds for all better ones, and is never above it.</param>
    public static double Of(double[] load, int replicas, int devices, double known)
    {
        double mean = load.Sum() / devices;
        double share = SmallestLargestShare(load, replicas);
        double companions = ((replicas / devices) - 1) * SmallestShare(load, replicas, known);
        return Math.Min(known, Math.Max(mean, share + companions));
    }

    private static double SmallestLargestShare(double[] load, int replicas)
    {
        var counts = new int[load.Length];
        foreach (int expert in GreedyPacking.Replicate(load, replicas))
            counts[expert]++;
        return load.Select((value, expert) => value / counts[expert]).Max();
    }

    /// <summary>In a packing at least as good as the known one each expert needs as many replicas as keep its share to that; no other can have these.</summary>
    private static double SmallestShare(double[] load, int replicas, double known)
    {
        if (known <= 0)
            return 0;
        int[] needed = [.. load.Select(value => Math.Max(1, (int)Math.Ceiling((value / known) - 1e-9)))];
        int spare = replicas - needed.Sum();
        return load.Select((value, expert) => value / (needed[expert] + spare)).Min();
    }
}
