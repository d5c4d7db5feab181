namespace ElasticMoE.Placement.Tests.Balancing;

/// <summary>The slow obvious reference: every way to fill the slots of equal devices.</summary>
internal sealed class ExhaustivePacking(double[] load, int slots, int devices)
{
    private readonly int[] _counts = new int[load.Length];
    private double _best = double.PositiveInfinity;

    /// <summary>The smallest largest device load.</summary>
    public static double Of(double[] load, int replicas, int devices)
    {
        var search = new ExhaustivePacking(load, replicas / devices, devices);
        search.Count(0, replicas);
        return search._best;
    }

    private void Count(int expert, int left)
    {
        if (expert == load.Length)
        {
            if (left == 0)
                Place(0, new int[devices], new double[devices], [.. _counts]);
            return;
        }
        for (_counts[expert] = 1; _counts[expert] <= left; _counts[expert]++)
            Count(expert + 1, left - _counts[expert]);
    }

    private void Place(int expert, int[] filled, double[] carried, int[] left)
    {
        while (expert < left.Length && left[expert] == 0)
            expert++;
        if (expert == left.Length)
        {
            _best = Math.Min(_best, carried.Max());
            return;
        }
        double share = load[expert] / _counts[expert];
        left[expert]--;
        for (int device = 0; device < devices; device++)
        {
            if (filled[device] == slots)
                continue;
            filled[device]++;
            carried[device] += share;
            Place(expert, filled, carried, left);
            filled[device]--;
            carried[device] -= share;
        }
        left[expert]++;
    }
}
