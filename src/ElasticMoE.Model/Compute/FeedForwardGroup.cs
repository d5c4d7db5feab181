using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Compute;

/// <summary>Rows that go through one feed-forward together.</summary>
/// <param name="Weights">Of the feed-forward.</param>
/// <param name="Input">Where its rows lie.</param>
/// <param name="Rows">Which rows of <paramref name="Input"/>.</param>
/// <param name="OutputRow">The output row of the first of them; the others follow.</param>
internal readonly record struct FeedForwardGroup(FeedForwardWeights Weights, RowBuffer Input, RowRange Rows, int OutputRow);
