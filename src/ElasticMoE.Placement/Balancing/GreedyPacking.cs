namespace ElasticMoE.Placement.Balancing;

/// <summary>
/// The published greedy balancer (Expert Parallelism Load Balancer, DeepSeek): each further replica goes to the expert with the largest load a
/// replica; then the replicas, largest first, each go to the device with the least load that has a slot.
/// </summary>
internal static class GreedyPacking
{
    /// <param name="load">Loads of the experts.</param>
    /// <param name="replicas">As many as the devices have slots.</param>
    /// <param name="devices">Devices of equally many slots.</param>
    public static Packing Pack(double[] load, int replicas, int devices)
    {
        int[] experts = Replicate(load, replicas);
        var counts = new int[load.Length];
        foreach (int expert in experts)
            counts[expert]++;
        double[] shares = [.. experts.Select(expert => load[expert] / counts[expert])];
        int[][] packed = Spread(shares, devices);
        return new Packing(load, [.. packed.Select(device => device.Select(item => experts[item]).ToArray())]);
    }

    /// <summary>The expert of each replica: first one of each, then the further ones.</summary>
    public static int[] Replicate(double[] load, int replicas)
    {
        var experts = new int[replicas];
        var counts = new int[load.Length];
        var largest = new PriorityQueue<int, (double Share, int Expert)>(load.Length);
        for (int expert = 0; expert < load.Length; expert++)
        {
            experts[expert] = expert;
            counts[expert] = 1;
            largest.Enqueue(expert, (-load[expert], expert));
        }
        for (int replica = load.Length; replica < replicas; replica++)
        {
            int expert = largest.Dequeue();
            experts[replica] = expert;
            counts[expert]++;
            largest.Enqueue(expert, (-load[expert] / counts[expert], expert));
        }
        return experts;
    }

    /// <summary>Spreads items over packs of equally many: by pack, the items. Where a pack takes one item, item i goes to pack i.</summary>
    public static int[][] Spread(double[] weights, int packs)
    {
        int size = weights.Length / packs;
        if (size == 1)
            return [.. Enumerable.Range(0, packs).Select(pack => new[] { pack })];
        int[][] packed = [.. Enumerable.Range(0, packs).Select(_ => new int[size])];
        var filled = new int[packs];
        var least = new PriorityQueue<int, (double Weight, int Pack)>(packs);
        for (int pack = 0; pack < packs; pack++)
            least.Enqueue(pack, (0, pack));
        foreach (int item in Enumerable.Range(0, weights.Length).OrderByDescending(item => weights[item]))
        {
            least.TryDequeue(out int pack, out (double Weight, int) taken);
            packed[pack][filled[pack]++] = item;
            if (filled[pack] < size)
                least.Enqueue(pack, (taken.Weight + weights[item], pack));
        }
        return packed;
    }
}
