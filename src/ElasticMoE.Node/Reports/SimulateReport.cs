namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe simulate` found.</summary>
/// <param name="Seeds">Histories run.</param>
/// <param name="Failed">Histories that broke a promise.</param>
/// <param name="FailedSeeds">Their seeds, ascending.</param>
internal sealed record SimulateReport(int Seeds, int Failed, long[] FailedSeeds);
