namespace ElasticMoE.Placement.Throughput;

/// <summary>What a step's rows hit where every row goes to some of a layer's experts, evenly at random.</summary>
internal static class ExpectedHits
{
    /// <summary>Distinct experts that rows go to: E·(1 − (1 − k/E)^rows).</summary>
    public static double Experts(double experts, double active, double rows) => experts * (1 - Math.Pow(1 - active / experts, rows));

    /// <summary>The chance that a row goes to a node that holds so many of the experts: 1 − C(E − held, k) / C(E, k), between whole numbers alike.</summary>
    public static double Node(double experts, int active, double held)
    {
        double missed = 1;
        for (int i = 0; i < active; i++)
            missed *= Math.Max(0, experts - held - i) / (experts - i);
        return 1 - missed;
    }
}
