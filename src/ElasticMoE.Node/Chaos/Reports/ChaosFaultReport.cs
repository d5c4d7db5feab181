namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>One round of faults.</summary>
/// <param name="What">What was done to whom.</param>
/// <param name="AtMs">When, since the run began.</param>
/// <param name="OverMs">When the cluster was whole again.</param>
/// <param name="StallMsMax">The longest stall after it.</param>
internal sealed record ChaosFaultReport(string What, int AtMs, int OverMs, double StallMsMax)
{
    /// <summary>From the fault until all members ran and every expert had its standby.</summary>
    public double RedundancySeconds => Math.Round((OverMs - AtMs) / 1000.0, 2);
}
