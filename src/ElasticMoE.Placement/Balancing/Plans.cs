namespace ElasticMoE.Placement.Balancing;

/// <summary>Makes plans of packings.</summary>
internal static class Plans
{
    /// <param name="problem">The problem.</param>
    /// <param name="devices">By device, the expert in each slot.</param>
    /// <param name="bound">The busiest device of any plan carries at least this.</param>
    public static SlotPlan Of(SlotProblem problem, int[][] devices, double bound)
    {
        double mean = problem.Total / problem.Devices;
        double largest = new Packing([.. problem.Load], devices).Largest;
        return new SlotPlan
        {
            Devices = devices,
            Balancedness = mean == 0 ? 1 : mean / largest,
            UpperBound = mean == 0 ? 1 : mean / Math.Min(bound, largest),
        };
    }
}
