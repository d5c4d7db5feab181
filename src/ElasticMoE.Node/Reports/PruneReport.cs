namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe experts prune --dry-run` found.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Cases">Cases that were asked.</param>
/// <param name="Exact">Those that the model as it is answers exactly.</param>
/// <param name="FiringSource">What the firing shares were counted over: "cases" or "cluster".</param>
/// <param name="Candidates">Those that cost the fewest exact answers first.</param>
internal sealed record PruneReport(string Model, int Cases, int Exact, string FiringSource, IReadOnlyList<PruneCandidate> Candidates);
