namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>What several runs have found.</summary>
/// <param name="Runs">One report for each scenario, without timelines.</param>
internal sealed record ChaosRuns(IReadOnlyList<ChaosReport> Runs);
