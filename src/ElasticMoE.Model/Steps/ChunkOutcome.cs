using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Model.Steps;

/// <summary>What became of a chunk in a step.</summary>
/// <param name="Rows">Its rows, from the first on, that are complete. The others are to be computed again.</param>
/// <param name="Failure">Why the first row behind them can never be computed, in one line; null where it can.</param>
/// <param name="Missing">The expert for want of which that row left the step, where that is why and is known.</param>
public readonly record struct ChunkOutcome(int Rows, string? Failure, ExpertId? Missing = null);
